#!/bin/bash
curl -fsS --max-time 3 "http://localhost:${GATEWAY_HTTP_PORT:-8088}/StatusPing" | grep RUNNING | grep -qv COMMISSIONING
