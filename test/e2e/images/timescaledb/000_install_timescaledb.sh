#!/bin/bash
# As in the official image: in template1, so that databases made later have it too, and in the first database.
for db in postgres template1 "${POSTGRES_DB:-postgres}"; do
  psql -q -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$db" -c 'CREATE EXTENSION IF NOT EXISTS timescaledb CASCADE'
done
if [ "${TIMESCALEDB_TELEMETRY:-}" = off ]; then echo "timescaledb.telemetry_level=off" >>"$PGDATA/postgresql.conf"; fi
