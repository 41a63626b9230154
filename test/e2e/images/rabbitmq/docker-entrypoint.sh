#!/usr/bin/env bash
# Started as root: the data belongs to the server's user, who then runs everything that is called rabbitmq*.
set -euo pipefail
if [[ "$1" == rabbitmq* ]] && [ "$(id -u)" = 0 ]; then
  if [ "$1" = rabbitmq-server ]; then find /var/lib/rabbitmq \! -user rabbitmq -exec chown rabbitmq '{}' +; fi
  exec gosu rabbitmq "$0" "$@"
fi
for old in RABBITMQ_DEFAULT_PASS_FILE RABBITMQ_DEFAULT_USER_FILE RABBITMQ_VM_MEMORY_HIGH_WATERMARK; do
  if [ -n "${!old:-}" ]; then echo "error: $old is set but deprecated" >&2; exit 1; fi
done
exec "$@"
