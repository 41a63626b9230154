#!/bin/bash
# Entrypoint with the contract of the official image for a new database:
#  DOCKER_INFLUXDB_INIT_MODE=setup, _USERNAME, _PASSWORD, _ORG, _BUCKET, _RETENTION, _ADMIN_TOKEN
#  the first two and the token also as NAME_FILE, read before and again after the step down from root
#  /docker-entrypoint-initdb.d/*.sh, first start only
# Without the upgrade from version 1.
set -eo pipefail
data=/var/lib/influxdb2
for name in USERNAME PASSWORD ADMIN_TOKEN; do
  file=DOCKER_INFLUXDB_INIT_${name}_FILE
  if [ -n "${!file}" ]; then
    value=$(cat "${!file}") && export "DOCKER_INFLUXDB_INIT_$name=$value" || echo "$file defined, but file not existing, skipping."
  fi
done
[ "${1:0:1}" != - ] || set -- influxd "$@"
if [ "$1" != influxd ]; then exec "$@"; fi
export INFLUXD_BOLT_PATH=${INFLUXD_BOLT_PATH:-$data/influxd.bolt} INFLUXD_ENGINE_PATH=${INFLUXD_ENGINE_PATH:-$data/engine}
own() {
  mkdir -p "$INFLUXD_ENGINE_PATH"
  if [ "$(id -u)" = 0 ]; then find "$data" /etc/influxdb2 \! -user influxdb -exec chown influxdb '{}' +; fi
}
own
if [ ! -e "$INFLUXD_BOLT_PATH" ] && [ -n "$DOCKER_INFLUXDB_INIT_MODE" ]; then
  for name in USERNAME PASSWORD ORG BUCKET; do
    variable=DOCKER_INFLUXDB_INIT_$name
    [ -n "${!variable}" ] || { echo "missing parameter, cannot init InfluxDB: $variable" >&2; exit 1; }
  done
  trap 'rm -rf "$INFLUXD_BOLT_PATH" "$INFLUXD_ENGINE_PATH"/*' EXIT
  influxd --http-bind-address ":$INFLUXD_INIT_PORT" & server=$!
  export INFLUX_HOST=http://localhost:$INFLUXD_INIT_PORT
  until influx ping >/dev/null 2>&1; do kill -0 $server; sleep 0.5; done
  influx setup --force --username "$DOCKER_INFLUXDB_INIT_USERNAME" --password "$DOCKER_INFLUXDB_INIT_PASSWORD" \
    --org "$DOCKER_INFLUXDB_INIT_ORG" --bucket "$DOCKER_INFLUXDB_INIT_BUCKET" --name "$DOCKER_INFLUXDB_INIT_CLI_CONFIG_NAME" \
    ${DOCKER_INFLUXDB_INIT_RETENTION:+--retention "$DOCKER_INFLUXDB_INIT_RETENTION"} \
    ${DOCKER_INFLUXDB_INIT_ADMIN_TOKEN:+--token "$DOCKER_INFLUXDB_INIT_ADMIN_TOKEN"}
  for script in /docker-entrypoint-initdb.d/*.sh; do [ ! -x "$script" ] || "$script"; done
  kill -TERM $server; wait $server || :
  unset INFLUX_HOST
  trap - EXIT
  sed -i "s#http://localhost:$INFLUXD_INIT_PORT#http://localhost:8086#g" "$INFLUX_CONFIGS_PATH"
  own
fi
if [ "$(id -u)" = 0 ]; then exec setpriv --reuid=influxdb --regid=influxdb --init-groups -- "$0" "$@"; fi
exec "$@"
