#!/usr/bin/env bash
# Entrypoint with the contract of the official image: no arguments mean the
# server, options alone go to java, root hands the data folder to "questdb".
set -Eeo pipefail
export QDB_PACKAGE=${QDB_PACKAGE:-docker}
data=${QUESTDB_DATA_DIR:-/var/lib/questdb}
if [ $# -eq 0 ]; then
  set -- /app/bin/java $JVM_PREPEND -XX:+UseParallelGC "-XX:ErrorFile=$data/db/hs_err_pid+%p.log" "-Dout=$data/conf/log.conf" \
    -m io.questdb/io.questdb.ServerMain -d "$data" -f
elif [ "${1:0:1}" = - ]; then
  set -- /app/bin/java $JVM_PREPEND "$@"
fi
if [ "$(id -u)" = 0 ] && [ "${RUN_AS_ROOT:-false}" = false ]; then
  echo 'Running as questdb user'
  find "$data" \! -user questdb -exec chown questdb:questdb '{}' +
  exec setpriv --reuid=questdb --regid=questdb --clear-groups -- "$@"
fi
exec "$@"
