#!/usr/bin/env bash
# As the original: without the variable nobody is let in, because the extension that lets everybody in is removed.
set -eo pipefail
if [[ "${HIVEMQ_ALLOW_ALL_CLIENTS}" != true ]]; then rm -rf /opt/hivemq/extensions/hivemq-allow-all-extension; fi
exec "$@"
