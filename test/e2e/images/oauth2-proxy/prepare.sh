version=v7.15.3
kept=$CACHE/go/oauth2-proxy-$version-$(digest <prepare.sh)
if [ ! -x "$kept" ]; then
  mkdir -p "$CACHE/go"
  go_source github.com/oauth2-proxy/oauth2-proxy/v7 "$version" src
  (cd src && go_build "$kept" "-X github.com/oauth2-proxy/oauth2-proxy/v7/pkg/version.VERSION=$version" .)
  rm -rf src
fi
cp "$kept" oauth2-proxy
