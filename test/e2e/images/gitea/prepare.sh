version=1.26.2
kept=$CACHE/go/gitea-$version-$(digest <prepare.sh)
if [ ! -x "$kept/gitea" ]; then
  mkdir -p "$kept"
  go_source code.gitea.io/gitea "v$version" src
  (
    cd src
    # scripts and styles are made by a bundler upstream and are not in the module
    mkdir -p public/assets/.vite
    echo '{}' >public/assets/.vite/manifest.json
    CGO_ENABLED=0 GOWORK=off GOFLAGS=-mod=mod go generate -tags bindata \
      ./modules/migration ./modules/options ./modules/public ./modules/templates
    go_build "$kept/gitea" "-X main.Version=$version -X main.Tags=bindata" . -tags bindata,timetzdata
  )
  cp -a src/docker/root "$kept/"
  rm -rf src
fi
cp -a "$kept/gitea" "$kept/root" .
