version=v3.7.11
kept=$CACHE/go/traefik-$version-$(digest <prepare.sh)
if [ ! -x "$kept" ]; then
  mkdir -p "$CACHE/go"
  go_source github.com/traefik/traefik/v3 "$version" src
  (
    cd src
    # The module refers to a nested module that is not in its archive; upstream
    # it holds two empty types as hooks for extensions.
    mkdir -p pkg/config/dynamic/ext
    printf 'module github.com/traefik/traefik/dynamic/ext\n' >pkg/config/dynamic/ext/go.mod
    printf 'package ext\n\ntype HTTP struct{}\n\ntype Router struct{}\n' >pkg/config/dynamic/ext/ext.go
    # The fork pinned there is not on every mirror; this earlier commit of it is.
    go mod edit -replace github.com/abbot/go-http-auth=github.com/containous/go-http-auth@v0.4.1-0.20200324110947-a37a7636d23e
    no_pages 'Traefik dashboard' >webui/static/index.html
    go_build "$kept" "-X github.com/traefik/traefik/v3/pkg/version.Version=${version#v}" ./cmd/traefik
  )
  rm -rf src
fi
cp "$kept" traefik
