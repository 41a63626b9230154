npm_packages node "node-linux-$NODE_ARCH@20.20.2"
mv "node/node_modules/node-linux-$NODE_ARCH/bin/node" ./node-bin
npm_packages npm npm@10.9.9
mv npm/node_modules/npm npm-pkg
rm -rf node npm
