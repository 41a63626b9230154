#!/bin/bash
# The tests of the official healthcheck.sh that generated projects use; both must pass.
set -eo pipefail
ask() {
  mariadb --defaults-extra-file=/var/lib/mysql/.my-healthcheck.cnf --skip-ssl --protocol=socket --batch --skip-column-names -e "$1"
}
for test; do
  case $test in
    # the server of the init phase does not listen on the network
    --connect) [ "$(ask 'SELECT @@skip_networking')" = 0 ];;
    --innodb_initialized) [ "$(ask "SELECT 1 FROM information_schema.ENGINES WHERE engine='innodb' AND support IN ('YES', 'DEFAULT')")" = 1 ];;
    *) echo "healthcheck unknown option or test '$test'" >&2; exit 1;;
  esac || { echo "healthcheck ${test#--} failed" >&2; exit 1; }
done
