#!/usr/bin/dumb-init /bin/sh
# Does what the official entry point does with the variables it knows: writes VAULT_LOCAL_CONFIG, adds the folder of
# settings to "server", and becomes the user vault. There is no setcap here: the official image needs it for mlock only.
set -e
ulimit -c 0
[ -z "$VAULT_LOCAL_CONFIG" ] || echo "$VAULT_LOCAL_CONFIG" >/vault/config/local.json
case ${1:-} in -*) set -- vault "$@" ;; esac
if [ "$1" = server ]; then
  shift
  set -- vault server -config=/vault/config -dev-root-token-id="$VAULT_DEV_ROOT_TOKEN_ID" \
    -dev-listen-address="${VAULT_DEV_LISTEN_ADDRESS:-0.0.0.0:8200}" "$@"
elif [ "$1" != vault ] && vault --help "$1" 2>&1 | grep -q "vault $1"; then
  set -- vault "$@"
fi
if [ "$1" = vault ]; then
  if [ -z "$SKIP_CHOWN" ]; then
    for dir in config logs file; do
      [ "$(stat -c %u /vault/$dir)" = "$(id -u vault)" ] || chown -R vault:vault /vault/$dir || :
    done
  fi
  if [ -z "$SKIP_SETCAP" ]; then echo 'this image cannot lock memory: set SKIP_SETCAP and disable_mlock' >&2; fi
  if [ "$(id -u)" = 0 ]; then set -- su-exec vault "$@"; fi
fi
exec "$@"
