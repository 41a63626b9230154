#!/bin/sh
# Entrypoint with the contract of the official image: options alone mean the
# server; started as root, the data folder is handed over and root is dropped.
set -e
case ${1:-} in -*|*.conf) set -- redis-server "$@";; esac
if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then
  find . \! -user redis -exec chown redis '{}' +
  exec setpriv --reuid=redis --regid=redis --clear-groups "$0" "$@"
fi
if [ "$(umask)" = 0022 ]; then umask 0077; fi
exec "$@"
