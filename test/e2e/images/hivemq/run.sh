#!/usr/bin/env bash
# shellcheck disable=SC2086
exec java -Dhivemq.home=/opt/hivemq --add-opens java.base/java.lang=ALL-UNNAMED --add-opens java.base/java.nio=ALL-UNNAMED \
  --add-opens java.base/sun.nio.ch=ALL-UNNAMED --add-exports java.base/jdk.internal.misc=ALL-UNNAMED \
  $JAVA_OPTS -cp '/opt/hivemq/lib/*' com.hivemq.HiveMQServer
