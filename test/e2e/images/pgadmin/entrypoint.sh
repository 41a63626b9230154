#!/bin/bash
# Entrypoint with the contract of the official image: PGADMIN_DEFAULT_EMAIL, PGADMIN_DEFAULT_PASSWORD[_FILE],
# PGADMIN_CONFIG_*, PGADMIN_SERVER_JSON_FILE, PGADMIN_REPLACE_SERVERS_ON_STARTUP, PGPASS_FILE, PGADMIN_LISTEN_PORT.
# Where no new privileges can be had, it does not listen on 80 but on 8080, as there.
python=/venv/bin/python3
port=${PGADMIN_LISTEN_PORT:-80}
if [ -z "${PGADMIN_LISTEN_PORT:-}" ] && grep -q '^NoNewPrivs:[[:space:]]*1' /proc/self/status; then port=8080; fi
if [ -n "${PGADMIN_DEFAULT_PASSWORD:-}" ] && [ -n "${PGADMIN_DEFAULT_PASSWORD_FILE:-}" ]; then echo 'error: both PGADMIN_DEFAULT_PASSWORD and PGADMIN_DEFAULT_PASSWORD_FILE are set (but are exclusive)' >&2; exit 1; fi
if [ -n "${PGADMIN_DEFAULT_PASSWORD_FILE:-}" ]; then
  [ -r "$PGADMIN_DEFAULT_PASSWORD_FILE" ] || { echo "error: $PGADMIN_DEFAULT_PASSWORD_FILE is not readable" >&2; exit 1; }
  PGADMIN_DEFAULT_PASSWORD=$(<"$PGADMIN_DEFAULT_PASSWORD_FILE"); export PGADMIN_DEFAULT_PASSWORD; unset PGADMIN_DEFAULT_PASSWORD_FILE
fi
if [ ! -s /pgadmin4/config_distro.py ]; then
  {
    printf "CA_FILE = '/etc/ssl/certs/ca-certificates.crt'\nLOG_FILE = '/dev/null'\nHELP_PATH = '../../docs'\n"
    for name in $(compgen -e PGADMIN_CONFIG_); do
      value=${!name}
      case ${value,,} in true) value=True;; false) value=False;; esac
      printf '%s = %s\n' "${name#PGADMIN_CONFIG_}" "$value"
    done
  } >/pgadmin4/config_distro.py
fi
load_servers() {
  local file=${PGADMIN_SERVER_JSON_FILE:-/pgadmin4/servers.json} replace=()
  [ "${PGADMIN_REPLACE_SERVERS_ON_STARTUP:-}" != True ] || replace=(--replace)
  [ ! -f "$file" ] || $python /pgadmin4/setup.py load-servers "$file" --user "$PGADMIN_DEFAULT_EMAIL" "${replace[@]}"
}
if [ ! -f /var/lib/pgadmin/pgadmin4.db ]; then
  if [ -z "${PGADMIN_DEFAULT_EMAIL:-}" ] || [ -z "${PGADMIN_DEFAULT_PASSWORD:-}" ]; then echo 'You need to define PGADMIN_DEFAULT_EMAIL and PGADMIN_DEFAULT_PASSWORD' >&2; exit 1; fi
  config="{'CHECK_EMAIL_DELIVERABILITY': False, 'ALLOW_SPECIAL_EMAIL_DOMAINS': ${PGADMIN_CONFIG_ALLOW_SPECIAL_EMAIL_DOMAINS:-[]}, 'GLOBALLY_DELIVERABLE': True}"
  valid=$(cd pgadmin/utils && $python -c "from validation_utils import validate_email; print(validate_email('$PGADMIN_DEFAULT_EMAIL', $config))")
  case $valid in *False*) echo "'$PGADMIN_DEFAULT_EMAIL' does not appear to be a valid email address: $valid" >&2; exit 1;; esac
  export PGADMIN_SETUP_EMAIL=$PGADMIN_DEFAULT_EMAIL PGADMIN_SETUP_PASSWORD=$PGADMIN_DEFAULT_PASSWORD
  $python run_pgadmin.py
  load_servers
  if [ -f "${PGPASS_FILE:-}" ]; then
    storage=/var/lib/pgadmin/storage/${PGADMIN_DEFAULT_EMAIL//@/_}
    mkdir -p "$storage"; cp "$PGPASS_FILE" "$storage/.pgpass"; chmod 600 "$storage/.pgpass"
  fi
elif [ "${PGADMIN_REPLACE_SERVERS_ON_STARTUP:-}" = True ]; then
  load_servers
fi
if [ -z "${PGADMIN_DISABLE_POSTFIX:-}" ]; then sudo /usr/sbin/postfix start; fi
exec $python -m gunicorn --timeout 86400 --bind "${PGADMIN_LISTEN_ADDRESS:-[::]}:$port" -w 1 --threads "${GUNICORN_THREADS:-25}" --access-logfile "${GUNICORN_ACCESS_LOGFILE:--}" run_pgadmin:app
