version=v1.18.1
kept=$CACHE/go/alloy-$version-$(cat prepare.sh main.go | digest)
# Alloy speaks to every system there is. Only the components that generated projects use are compiled, which leaves a
# tenth of the code.
components=(discovery/docker discovery/relabel local/file loki/process loki/relabel loki/source/docker loki/write)

only_components() { # in the folder of the module
  {
    printf 'package all\n\nimport (\n'
    printf '\t_ "github.com/grafana/alloy/internal/component/%s"\n' "${components[@]}"
    printf ')\n'
  } >internal/component/all/all.go
  # metrics are collected by Prometheus
  sed -i '/discovery\/install"/d; /consulagent"/d; /integrations\/install"/d; /winmanifest"/d' flowcmd/flowcmd.go
  # what passes data on is known by its interface; the one of OpenTelemetry is small, the one of profiles is not
  find internal/component/otelcol -maxdepth 1 -name '*.go' ! -name consumer.go -delete
  sed -i 's/, pyroscopeAppendableType:/:/; /pyroscope/d' internal/runtime/internal/controller/loader.go
  sed -i '/k8sattributesprocessor/d; /stanza\/fileconsumer/d; /^\t\t{$/,/^\t\t},$/d' internal/util/otel_feature_gate.go
}

no_other_formats() { # `alloy convert` knows none, `alloy tools` has none
  sed -i '/converter\/internal/d; /^\tswitch kind {/,/^\t}/d; /^var SupportedFormats/,/^}/c var SupportedFormats []string' \
    internal/converter/converter.go
  sed -i '/remotewrite"/d; /^import (/,/^)/{/"fmt"/d}; /^\tcmd.AddCommand(/,/^\t)/d; /^func getTools/,$d' internal/alloycli/cmd_tools.go
}

no_clouds() { # members of a cluster may be named, but not found by the tags of a cloud
  sed -i '/^\/\/ goDiscoverFactory/,/^type goDiscoverFactory/d; /goDiscoverFactory/,+0d; /If nil, godiscover/d; /go-discover"/d' \
    internal/service/cluster/discovery/peer_discovery.go
  cat >internal/service/cluster/discovery/go_discovery.go <<'GO'
package discovery

import "errors"

func newWithGoDiscovery(Options) (DiscoverFn, error) { return nil, errors.New("not in this build") }
GO
}

if [ ! -x "$kept/alloy" ]; then
  mkdir -p "$kept"
  go_source github.com/grafana/alloy "$version" src
  # a nested module that is not in the archive
  go_source github.com/grafana/alloy/syntax v0.1.1 src/syntax
  cp src/example-config.alloy "$kept/config.alloy"
  mkdir src/program && cp main.go src/program/
  (
    cd src
    # the commit pinned there is not on every mirror; this is the first release after it
    go mod edit -replace github.com/prometheus/common=github.com/prometheus/common@v0.68.0
    only_components
    no_other_formats
    no_clouds
    go_build "$kept/alloy" "-X github.com/grafana/alloy/internal/build.Version=$version" ./program -tags netgo
  )
  rm -rf src
fi
cp "$kept/alloy" "$kept/config.alloy" .
