version=3.14.0
kept=$CACHE/go/prometheus-$version-$(digest <prepare.sh)
if [ ! -x "$kept/promtool" ]; then
  mkdir -p "$kept"
  # release 3.x.y is the module's v0.3xx.y
  go_source github.com/prometheus/prometheus v0.314.0 src
  (
    cd src
    # the embedded pages are made by a script upstream and are not in the module
    mkdir -p web/ui/static/mantine-ui
    no_pages 'Prometheus' | gzip -n >web/ui/static/mantine-ui/index.html.gz
    printf 'package ui\n\nimport "embed"\n\n//go:embed static/mantine-ui/index.html.gz\nvar EmbedFS embed.FS\n' >web/ui/embed.go
    flags="-X github.com/prometheus/common/version.Version=$version -X github.com/prometheus/common/version.Branch=HEAD"
    go_build "$kept/prometheus" "$flags" ./cmd/prometheus -tags netgo,builtinassets
    go_build "$kept/promtool" "$flags" ./cmd/promtool -tags netgo,builtinassets
  )
  rm -rf src
fi
cp "$kept/prometheus" "$kept/promtool" .
