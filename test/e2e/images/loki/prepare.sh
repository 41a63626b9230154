version=3.7.6
kept=$CACHE/go/loki-$version-$(digest <prepare.sh)
if [ ! -x "$kept/loki" ]; then
  mkdir -p "$kept"
  go_source github.com/grafana/loki/v3 "v$version" src
  (
    cd src
    # the module of the push API is beside the repository's root upstream and is not in the module
    go mod edit -dropreplace github.com/grafana/loki/pkg/push
    cp cmd/loki/loki-docker-config.yaml "$kept/local-config.yaml"
    go_build "$kept/loki" "-X github.com/grafana/loki/v3/pkg/util/build.Version=$version" ./cmd/loki -tags netgo
  )
  rm -rf src
fi
cp "$kept/loki" "$kept/local-config.yaml" .
