# As npm_packages, with a release of one dependency chosen: the newest of it needs a package that the index does not have.
want npm 'Node.js with npm'
kept=$CACHE/npm/$(digest <package.json)
if [ ! -f "$kept/.done" ]; then
  rm -rf "$kept"; mkdir -p "$kept"; cp package.json "$kept/"
  npm install --prefix "$kept" --omit=dev --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
  # what no running program reads: a third of 2.9 GB
  find "$kept/node_modules" -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete
  touch "$kept/.done"
fi
# links, because a copy would need as much room again
mkdir app; cp -al "$kept/node_modules" app/
npm_packages node "node-linux-$NODE_ARCH@24.21.0"
mv "node/node_modules/node-linux-$NODE_ARCH/bin/node" ./node-bin
rm -rf node
