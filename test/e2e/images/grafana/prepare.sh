want gcc 'a C compiler with the C library headers: Grafana keeps its data in SQLite'
commit=81d85ce8028d
module=v1.9.2-0.20230609164553-81d85ce8028d
kept=$CACHE/go/grafana-$commit-$(digest <prepare.sh)
if [ ! -f "$kept/.done" ]; then
  mkdir -p "$kept"
  go_source github.com/grafana/grafana "$module" src
  # the server's wiring is generated code that is not in the module
  GOBIN=$CACHE/go/bin GOFLAGS=-mod=mod go install github.com/google/wire/cmd/wire@v0.7.0
  (
    cd src
    # The data source got its present id, and the old one as alias, in a later
    # release. Generated projects use the present one: register both.
    registry=pkg/plugins/backendplugin/coreplugin/registry.go
    sed -i 's/^\([[:space:]]*\)PostgreSQL:\([[:space:]]*\)asBackendPlugin(pg),/&\n\1"grafana-postgresql-datasource": asBackendPlugin(pg),/' "$registry"
    grep -q '"grafana-postgresql-datasource": asBackendPlugin(pg)' "$registry" || fail 'the plugin registry looks different'
    GOWORK=off GOFLAGS=-mod=mod "$CACHE/go/bin/wire" gen -tags oss ./pkg/server
    # static, so that the C library of this machine does not matter
    CGO_ENABLED=1 GOWORK=off GOFLAGS=-mod=mod go build -buildvcs=false -trimpath \
      -tags 'oss netgo osusergo sqlite_omit_load_extension' \
      -ldflags "-s -w -checklinkname=0 -linkmode external -extldflags -static -X main.version=10.1.0-pre -X main.commit=$commit -X main.buildBranch=main -X main.buildstamp=1686326400" \
      -o "$kept/grafana" ./pkg/cmd/grafana
    rm -rf "$kept/home"; mkdir -p "$kept/home/public/build" "$kept/home/public/views" "$kept/home/plugins-bundled"
    cp -r conf "$kept/home/"
    cp -r public/robots.txt public/emails public/dashboards "$kept/home/public/"
    # of the built-in data sources and panels only the descriptions: no scripts
    find public/app/plugins -name plugin.json -print0 | while IFS= read -r -d '' f; do
      mkdir -p "$kept/home/$(dirname "$f")"; cp "$f" "$kept/home/$f"
    done
    cd "$kept/home/public/app/plugins/datasource"
    cp -r postgres grafana-postgresql-datasource
    sed -i 's/"id": "postgres"/"id": "grafana-postgresql-datasource"/' grafana-postgresql-datasource/plugin.json
  )
  rm -rf src
  touch "$kept/.done"
fi
mkdir -p home bin
cp -r "$kept/home/." home/
cp "$kept/grafana" bin/grafana
cp views/*.html home/public/views/
