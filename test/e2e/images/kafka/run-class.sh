#!/bin/bash
# kafka-run-class.sh CLASS ARGUMENT... - as the one of the distribution: heap, log settings and further options by variable
export LOG_DIR=${LOG_DIR:-/opt/kafka/logs}
# shellcheck disable=SC2086
exec java ${KAFKA_HEAP_OPTS:--Xmx256m} -Djava.awt.headless=true -Dkafka.logs.dir="$LOG_DIR" \
  ${KAFKA_LOG4J_OPTS:--Dlog4j2.configurationFile=/opt/kafka/config/log4j2.yaml} $KAFKA_OPTS -cp '/opt/kafka/libs/*' "$@"
