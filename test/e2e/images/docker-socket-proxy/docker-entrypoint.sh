#!/bin/sh
# As the image does: the address goes into the template, then HAProxy runs as master and worker.
set -e
case $DISABLE_IPV6 in
  1|true|yes) address=':2375' ;;
  *) address='[::]:2375 v4v6' ;;
esac
sed "s/\${BIND_CONFIG}/$address/g" /usr/local/etc/haproxy/haproxy.cfg.template >/tmp/haproxy.cfg
if [ "$1" = haproxy ]; then shift; set -- haproxy -W -db "$@"; fi
exec "$@"
