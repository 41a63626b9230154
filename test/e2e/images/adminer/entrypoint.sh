#!/bin/sh
# ADMINER_PLUGINS and ADMINER_DESIGN of the official image are not here: generated projects mount their plugins.
set -e
[ "$1" != docker-php-entrypoint ] || shift
exec "$@"
