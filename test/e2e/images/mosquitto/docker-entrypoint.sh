#!/bin/sh
set -e
# Started as root: all of /mosquitto must belong to the broker's user. A mounted
# read-only configuration makes chown fail; the official image goes on as well.
if [ "$(id -u)" = 0 ] && [ -d /mosquitto ]; then chown -R mosquitto:mosquitto /mosquitto || :; fi
exec "$@"
