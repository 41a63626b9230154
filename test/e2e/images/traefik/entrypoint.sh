#!/bin/sh
set -e
# options and sub-commands are for traefik, anything else is a program to run
if [ $# -eq 0 ] || [ "${1#-}" != "$1" ]; then
  set -- traefik "$@"
elif [ "$1" != traefik ] && ! command -v "$1" >/dev/null && traefik "$1" --help >/dev/null 2>&1; then
  set -- traefik "$@"
fi
exec "$@"
