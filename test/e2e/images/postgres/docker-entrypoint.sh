#!/bin/bash
# Entrypoint with the contract of the official image:
#  POSTGRES_PASSWORD, _USER, _DB, _INITDB_ARGS, each also as NAME_FILE; both = error
#  POSTGRES_HOST_AUTH_METHOD, POSTGRES_INITDB_WALDIR, PGDATA
#  /docker-entrypoint-initdb.d/*.{sh,sql,sql.gz,sql.xz,sql.zst}, first start only
# NAME_FILE is read before the step down from root, as there; a container that is
# started as another user reads it as that user.
set -Eeo pipefail

say() { printf "%s\n" "$@"; }
from_file() { # from_file NAME DEFAULT
  local file=${1}_FILE value=${2:-}
  if [ -n "${!1:-}" ] && [ -n "${!file:-}" ]; then say "error: both $1 and $file are set (but are exclusive)" >&2; exit 1; fi
  if [ -n "${!1:-}" ]; then value=${!1}; elif [ -n "${!file:-}" ]; then value=$(<"${!file}"); fi
  export "$1=$value"; unset "$file"
}
own() { local d; for d; do mkdir -p "$d"; find "$d" \! -user postgres -exec chown postgres '{}' +; done; }
sql() { PGHOST='' PGHOSTADDR='' psql -v ON_ERROR_STOP=1 --no-password --no-psqlrc --username "$POSTGRES_USER" "$@"; }

[ "${1:0:1}" != - ] || set -- postgres "$@"
info=''; for a; do case $a in '-?'|--help|--describe-config|-V|--version) info=1;; esac; done
if [ "$1" != postgres ] || [ -n "$info" ]; then exec "$@"; fi

from_file POSTGRES_PASSWORD
from_file POSTGRES_USER postgres
from_file POSTGRES_DB "$POSTGRES_USER"
from_file POSTGRES_INITDB_ARGS

mkdir -p "$PGDATA" /var/run/postgresql || :
chmod 700 "$PGDATA" || :
chmod 3775 /var/run/postgresql || :
[ -z "${POSTGRES_INITDB_WALDIR:-}" ] || { mkdir -p "$POSTGRES_INITDB_WALDIR"; chmod 700 "$POSTGRES_INITDB_WALDIR"; }
if [ "$(id -u)" = 0 ]; then
  own "$PGDATA" /var/run/postgresql ${POSTGRES_INITDB_WALDIR:+"$POSTGRES_INITDB_WALDIR"}
  exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$0" "$@"
fi

if [ -s "$PGDATA/PG_VERSION" ]; then
  say '' 'PostgreSQL Database directory appears to contain a database; Skipping initialization' ''
  exec "$@"
fi

method=${POSTGRES_HOST_AUTH_METHOD:-}
if [ -z "$POSTGRES_PASSWORD" ] && [ "$method" != trust ]; then
  say 'Error: Database is uninitialized and superuser password is not specified.' \
      '       Set POSTGRES_PASSWORD (or POSTGRES_PASSWORD_FILE) to a non-empty value.' >&2
  exit 1
fi
[ "$method" != trust ] || say 'WARNING: POSTGRES_HOST_AUTH_METHOD is "trust": anybody can connect without a password.' >&2
ls /docker-entrypoint-initdb.d/ >/dev/null

# POSTGRES_INITDB_ARGS may hold quoted words
eval 'initdb --username="$POSTGRES_USER" --pwfile=<(printf "%s\n" "$POSTGRES_PASSWORD") '"${POSTGRES_INITDB_WALDIR:+--waldir \"\$POSTGRES_INITDB_WALDIR\"} $POSTGRES_INITDB_ARGS"
printf '\nhost all all all %s\n' "${method:-$(postgres -C password_encryption "${@:2}")}" >>"$PGDATA/pg_hba.conf"

# the server of the init phase listens on the unix socket only
export PGPASSWORD=${PGPASSWORD:-$POSTGRES_PASSWORD}
PGUSER=${PGUSER:-$POSTGRES_USER} pg_ctl -D "$PGDATA" -o "$(printf '%q ' "${@:2}" -c listen_addresses='' -p "${PGPORT:-5432}")" -w start
[ -n "$(sql --dbname postgres --set db="$POSTGRES_DB" --tuples-only <<<"SELECT 1 FROM pg_database WHERE datname = :'db'")" ] \
  || sql --dbname postgres --set db="$POSTGRES_DB" <<<'CREATE DATABASE :"db"'
for f in /docker-entrypoint-initdb.d/*; do
  case $f in
    *.sh) if [ -x "$f" ]; then say "$0: running $f"; "$f"; else say "$0: sourcing $f"; . "$f"; fi;;
    *.sql) say "$0: running $f"; sql --dbname "$POSTGRES_DB" -f "$f";;
    *.sql.gz) say "$0: running $f"; gunzip -c "$f" | sql --dbname "$POSTGRES_DB";;
    *.sql.xz) say "$0: running $f"; xzcat "$f" | sql --dbname "$POSTGRES_DB";;
    *.sql.zst) say "$0: running $f"; zstd -dc "$f" | sql --dbname "$POSTGRES_DB";;
    *) [ ! -e "$f" ] || say "$0: ignoring $f";;
  esac
done
PGUSER=${PGUSER:-postgres} pg_ctl -D "$PGDATA" -m fast -w stop
unset PGPASSWORD
say '' 'PostgreSQL init process complete; ready for start up.' ''
exec "$@"
