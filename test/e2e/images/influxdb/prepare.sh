want gcc 'a C compiler with the C library headers: InfluxDB keeps settings in SQLite'
version=2.9.1
kept=$CACHE/go/influxdb-$version-$(cat prepare.sh libflux.go lookup.go | digest)
if [ ! -f "$kept/.done" ]; then
  mkdir -p "$kept"
  go_source github.com/influxdata/influxdb/v2 "v$version" src
  go_source github.com/influxdata/flux v0.200.0 flux
  rm -rf flux/libflux/go/libflux/*
  cp libflux.go flux/libflux/go/libflux/libflux.go
  cp lookup.go flux/runtime/lookup.go
  (
    cd src
    go mod edit -replace github.com/influxdata/flux=../flux
    grep -q 'fluxinit.FluxInit()' cmd/influxd/launcher/cmd.go || fail 'the launcher looks different'
    sed -i '/fluxinit.FluxInit()/d; s|^\t"github.com/influxdata/influxdb/v2/fluxinit"|\t_ "github.com/influxdata/influxdb/v2/fluxinit"|' cmd/influxd/launcher/cmd.go
    # static, so that the C library of this machine does not matter
    CGO_ENABLED=1 GOWORK=off GOFLAGS=-mod=mod go build -buildvcs=false -trimpath -tags 'netgo osusergo sqlite_omit_load_extension' \
      -ldflags "-s -w -linkmode external -extldflags -static -X main.version=v$version -X main.commit=module -X main.date=2026-01-01T00:00:00Z" \
      -o "$kept/influxd" ./cmd/influxd
  )
  go_source github.com/influxdata/influx-cli/v2 v2.7.1-0.20250130214939-76d1c4d9b777 cli
  (cd cli && go_build "$kept/influx" '-X main.version=v2.7.5' ./cmd/influx)
  rm -rf src flux cli
  touch "$kept/.done"
fi
cp "$kept/influxd" "$kept/influx" .
