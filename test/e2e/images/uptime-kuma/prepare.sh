npm_packages packages uptime-kuma@2.0.0-dev.0
mv packages/node_modules/uptime-kuma app
mv packages/node_modules app/
# the compiled part of this one is what Debian has as a package
rm -r app/node_modules/@louislam/sqlite3
