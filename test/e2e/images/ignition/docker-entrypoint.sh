#!/bin/bash
# STAND-IN for the Ignition image: checks what a generated project hands over the
# way the documented image takes it, then starts a small HTTP server.
#   docker-entrypoint.sh [-n NAME] [-m MB] [-a ADDRESS] [-h PORT] [-s PORT] [-r GWBK] [-d] [-- JVM ARGUMENTS]
set -euo pipefail
say() { printf 'ignition stand-in: %s\n' "$*"; }
stop() { say "ERROR: $*" >&2; exit 1; }

home=/usr/local/bin/ignition data=/usr/local/bin/ignition/data
case ${1:-} in bash|sh|/*) exec "$@";; esac
say "STAND-IN for Ignition $IGNITION_VERSION, not the product"

# started as root (user: root in a compose file): step down as the image does
if [ "$(id -u)" = 0 ]; then
  uid=${IGNITION_UID:-2003} gid=${IGNITION_GID:-2003}
  chown -R "$uid:$gid" "$data" "$home/logs"
  exec setpriv --reuid="$uid" --regid="$gid" --clear-groups -- "$0" "$@"
fi

[ "${ACCEPT_IGNITION_EULA:-}" = Y ] || stop 'ACCEPT_IGNITION_EULA=Y is needed for an unattended start'

# every documented variable may come from a file
while IFS='=' read -r name _; do
  case $name in GATEWAY_*_FILE|IGNITION_*_FILE|ACCEPT_*_FILE) ;; *) continue;; esac
  file=${!name} target=${name%_FILE}
  [ -n "$file" ] || continue
  [ -z "${!target:-}" ] || stop "both $target and $name are set"
  [ -f "$file" ] || stop "$name: no file $file"
  [ -r "$file" ] || stop "$name: $file cannot be read by uid $(id -u)"
  export "$target=$(<"$file")"
done < <(env)

name='' memory='' address='' http='' https='' restore='' debug=false
while [ $# -gt 0 ]; do
  case $1 in
    -n|-m|-a|-h|-s|-r) [ $# -gt 1 ] && [ "$2" != -- ] || stop "option $1 needs a value"
      case $1 in -n) name=$2;; -m) memory=$2;; -a) address=$2;; -h) http=$2;; -s) https=$2;; -r) restore=$2;; esac; shift 2;;
    -d) debug=true; shift;;
    --) shift; break;;
    *) stop "unknown argument $1";;
  esac
done
for pair in "-m:$memory" "-h:$http" "-s:$https"; do
  [[ ${pair#*:} =~ ^[0-9]*$ ]] || stop "option ${pair%%:*}: ${pair#*:} is not a number"
done
[ -z "$restore" ] || [ -r "$restore" ] || stop "option -r: $restore cannot be read"

for argument in "$@"; do # for the wrapper and the JVM: -D..., -X..., or a property
  [[ $argument =~ ^(-D|-X|-agent|-javaagent).+|^[A-Za-z][A-Za-z0-9.]*=.*$ ]] || stop "unknown argument $argument after --"
done

[ -w "$data" ] || stop "$data cannot be written by uid $(id -u)"
[ -f "$data/gateway.xml" ] || stop "$data holds no gateway.xml: an empty folder was mounted over the image's data"

# commissioning by environment happens on the first start only; without an
# administrator the gateway is left in that state
if [ ! -e "$data/.standin-commissioned" ] && [ -n "${GATEWAY_ADMIN_PASSWORD:-}" ]; then
  printf '%s\n' "${GATEWAY_ADMIN_USERNAME:-admin}" >"$data/.standin-commissioned"
fi

export STANDIN_NAME=$name STANDIN_MEMORY=$memory STANDIN_ADDRESS=$address STANDIN_HTTP=$http \
  STANDIN_HTTPS=$https STANDIN_RESTORE=$restore STANDIN_DEBUG=$debug
/usr/local/lib/standin/node /usr/local/lib/standin/check.js "$@"
unset GATEWAY_ADMIN_PASSWORD IGNITION_LICENSE_KEY IGNITION_ACTIVATION_TOKEN
exec /usr/local/lib/standin/node /usr/local/lib/standin/server.js "$@"
