#!/bin/bash
# the runtime is a child, so that a signal to the container reaches it as SIGTERM;
# Node-RED itself writes a default /data/settings.js when there is none
trap 'kill "$child"; wait "$child"' INT TERM
/usr/local/bin/node ${NODE_OPTIONS:-} node_modules/node-red/red.js --userDir /data ${FLOWS:-} "$@" &
child=$!
wait "$child"
