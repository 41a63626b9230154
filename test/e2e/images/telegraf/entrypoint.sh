#!/bin/bash
# Entrypoint with the contract of the official image: options alone go to
# telegraf; root lets it send pings and bind low ports, and steps down.
set -e
if [ "${1:0:1}" = - ]; then set -- telegraf "$@"; fi
[ "$EUID" -eq 0 ] || exec "$@"
setcap cap_net_raw,cap_net_bind_service+ep /usr/bin/telegraf || echo 'no further capabilities for /usr/bin/telegraf'
exec setpriv --reuid telegraf --init-groups "$@"
