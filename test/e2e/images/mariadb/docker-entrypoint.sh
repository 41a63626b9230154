#!/bin/bash
# Entrypoint with the contract of the official image:
#  MARIADB_ROOT_PASSWORD, _ROOT_HOST (%), _DATABASE, _USER, _PASSWORD, each also as NAME_FILE; both = error
#  /docker-entrypoint-initdb.d/*.{sh,sql,sql.gz,sql.xz,sql.zst}, first start only
#  a user "healthcheck" for healthcheck.sh, with a random password in the data folder
# NAME_FILE is read before the step down from root, as there.
set -eo pipefail

say() { printf '[Entrypoint]: %s\n' "$*"; }
die() { say "$*" >&2; exit 1; }
from_file() { # from_file NAME DEFAULT
  local file=${1}_FILE value=${2:-}
  if [ -n "${!1:-}" ] && [ -n "${!file:-}" ]; then die "Both $1 and $file are set (but are exclusive)"; fi
  if [ -n "${!1:-}" ]; then value=${!1}; elif [ -n "${!file:-}" ]; then value=$(<"${!file}"); fi
  export "$1=$value"; unset "$file"
}
data=/var/lib/mysql socket=/run/mysqld/mysqld.sock
sql() { mariadb --no-defaults --protocol=socket --socket=$socket -uroot --binary-mode "$@"; }
literal() { local t=${1//\\/\\\\}; printf "'%s'" "${t//\'/\\\'}"; }

[ "${1:0:1}" != - ] || set -- mariadbd "$@"
info=''; for a; do case $a in '-?'|--help|--print-defaults|-V|--version) info=1;; esac; done
if [ "$1" != mariadbd ] || [ -n "$info" ]; then exec "$@"; fi

"$@" --verbose --help >/dev/null || die "mariadbd refuses its options: $*"
for name in ROOT_PASSWORD DATABASE USER PASSWORD; do from_file "MARIADB_$name"; done
from_file MARIADB_ROOT_HOST %
mkdir -p $data
if [ "$(id -u)" = 0 ]; then
  find $data /run/mysqld \! -user mysql -exec chown mysql:mysql '{}' +
  exec setpriv --reuid=mysql --regid=mysql --init-groups -- "$0" "$@"
fi
if [ -d $data/mysql ]; then exec "$@"; fi

[ -n "$MARIADB_ROOT_PASSWORD" ] || die 'Database is uninitialized and password option is not specified'
ls /docker-entrypoint-initdb.d/ >/dev/null
mariadb-install-db --datadir=$data --rpm --auth-root-authentication-method=normal --skip-test-db >/dev/null
"$@" --skip-networking --socket=$socket &
server=$!
for _ in {1..30}; do if sql -e 'SELECT 1' >/dev/null 2>&1; then break; fi; sleep 1; done
health=$(pwgen -cn -1 32)
password=$(literal "$MARIADB_ROOT_PASSWORD")
{
  echo "DROP USER IF EXISTS root@'127.0.0.1', root@'::1';"
  echo "EXECUTE IMMEDIATE CONCAT('DROP USER IF EXISTS root@\\'', @@hostname, '\\'');"
  echo "SET PASSWORD FOR root@localhost = PASSWORD($password);"
  if [ "$MARIADB_ROOT_HOST" != localhost ]; then
    echo "CREATE USER root@$(literal "$MARIADB_ROOT_HOST") IDENTIFIED BY $password;"
    echo "GRANT ALL ON *.* TO root@$(literal "$MARIADB_ROOT_HOST") WITH GRANT OPTION;"
  fi
  for host in 127.0.0.1 ::1 localhost; do echo "CREATE USER healthcheck@'$host' IDENTIFIED BY '$health';"; done
  if [ -n "$MARIADB_DATABASE" ]; then echo "CREATE DATABASE IF NOT EXISTS \`$MARIADB_DATABASE\`;"; fi
  if [ -n "$MARIADB_USER" ] && [ -n "$MARIADB_PASSWORD" ]; then
    echo "CREATE USER $(literal "$MARIADB_USER")@'%' IDENTIFIED BY $(literal "$MARIADB_PASSWORD");"
    if [ -n "$MARIADB_DATABASE" ]; then echo "GRANT ALL ON \`${MARIADB_DATABASE//_/\\_}\`.* TO $(literal "$MARIADB_USER")@'%';"; fi
  fi
} | sql --database=mysql
(umask 077; printf '[mariadb-client]\nsocket=%s\nuser=healthcheck\npassword=%s\nprotocol=tcp\n' $socket "$health" >$data/.my-healthcheck.cnf)
export MYSQL_PWD=$MARIADB_ROOT_PASSWORD
for f in /docker-entrypoint-initdb.d/*; do
  case $f in
    *.sh) if [ -x "$f" ]; then say "running $f"; "$f"; else say "sourcing $f"; . "$f"; fi;;
    *.sql) say "running $f"; sql ${MARIADB_DATABASE:+--database="$MARIADB_DATABASE"} <"$f";;
    *.sql.gz) say "running $f"; gunzip -c "$f" | sql ${MARIADB_DATABASE:+--database="$MARIADB_DATABASE"};;
    *.sql.xz) say "running $f"; xzcat "$f" | sql ${MARIADB_DATABASE:+--database="$MARIADB_DATABASE"};;
    *.sql.zst) say "running $f"; zstd -dc "$f" | sql ${MARIADB_DATABASE:+--database="$MARIADB_DATABASE"};;
    *) [ ! -e "$f" ] || say "ignoring $f";;
  esac
done
unset MYSQL_PWD
kill $server; wait $server
say 'MariaDB init process done. Ready for start up.'
exec "$@"
