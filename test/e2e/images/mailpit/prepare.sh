version=v1.30.5
kept=$CACHE/go/mailpit-$version-$(digest <prepare.sh)
if [ ! -x "$kept" ]; then
  mkdir -p "$CACHE/go"
  go_source github.com/axllent/mailpit "$version" src
  (cd src && go_build "$kept" "-X github.com/axllent/mailpit/config.Version=$version" .)
  rm -rf src
fi
cp "$kept" mailpit
