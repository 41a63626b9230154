version=1.39.3
kept=$CACHE/go/telegraf-$version-$(digest <prepare.sh)
if [ ! -x "$kept" ]; then
  mkdir -p "$CACHE/go"
  go_source github.com/influxdata/telegraf "v$version" src
  # the program names its plugins by build tags; all of them take half an hour to compile
  plugins=inputs.internal,inputs.cpu,inputs.mem,inputs.system,inputs.docker,inputs.mqtt_consumer
  plugins=$plugins,outputs.influxdb,outputs.influxdb_v2,outputs.health,outputs.prometheus_client,outputs.discard,outputs.file
  plugins=$plugins,secretstores.docker,parsers.influx,parsers.json,parsers.json_v2,parsers.value,serializers.influx,serializers.json
  (cd src && go_build "$kept" "-X github.com/influxdata/telegraf/internal.Version=$version" ./cmd/telegraf -tags "custom,$plugins")
  rm -rf src
fi
cp "$kept" telegraf
