#!/bin/bash
# Start of the image, with the contract of the official one: GF_<SECTION>_<KEY>
# variables, each also as ..__FILE (both = error), paths from GF_PATHS_*.
set -e
bad=''
[ -r "$GF_PATHS_CONFIG" ] || { echo "GF_PATHS_CONFIG='$GF_PATHS_CONFIG' is not readable."; bad=1; }
[ -w "$GF_PATHS_DATA" ] || { echo "GF_PATHS_DATA='$GF_PATHS_DATA' is not writable."; bad=1; }
[ -r "$GF_PATHS_HOME" ] || { echo "GF_PATHS_HOME='$GF_PATHS_HOME' is not readable."; bad=1; }
[ -z "$bad" ] || echo 'You may have issues with file permissions.'
[ -d "$GF_PATHS_PLUGINS" ] || mkdir "$GF_PATHS_PLUGINS"

while IFS='=' read -r name _; do
  case $name in GF_*__FILE) ;; *) continue;; esac
  target=${name%__FILE}
  [ -n "${!name}" ] || continue
  if [ -n "${!target:-}" ]; then echo "ERROR: Both $target and $name are set (but are exclusive)" >&2; exit 1; fi
  echo "Getting secret $target from ${!name}"
  value=$(<"${!name}")
  export "$target=$value"; unset "$name"
done < <(env)

export HOME=$GF_PATHS_HOME
exec grafana server --homepath="$GF_PATHS_HOME" --config="$GF_PATHS_CONFIG" --packaging=docker "$@" \
  cfg:default.log.mode=console \
  cfg:default.paths.data="$GF_PATHS_DATA" \
  cfg:default.paths.logs="$GF_PATHS_LOGS" \
  cfg:default.paths.plugins="$GF_PATHS_PLUGINS" \
  cfg:default.paths.provisioning="$GF_PATHS_PROVISIONING"
