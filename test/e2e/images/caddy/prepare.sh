version=v2.11.4
kept=$CACHE/go/caddy-$version-$(digest <prepare.sh)
if [ ! -x "$kept" ]; then
  mkdir -p "$CACHE/go"
  go_source github.com/caddyserver/caddy/v2 "$version" src
  (cd src && go_build "$kept" "-X github.com/caddyserver/caddy/v2.CustomVersion=$version" ./cmd/caddy)
  rm -rf src
fi
cp "$kept" caddy
