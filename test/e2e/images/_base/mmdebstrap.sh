# mmdebstrap.sh SUITE FILE - the root file system all images share: essential
# packages and apt. The package lists stay inside, compressed, so that recipes
# need no `apt-get update` of their own.
set -euo pipefail
mmdebstrap --quiet --variant=apt --include=ca-certificates,passwd,util-linux \
  --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --aptopt='Acquire::Languages "none"' --aptopt='Acquire::GzipIndexes "true"' \
  --aptopt='Acquire::CompressionTypes::Order "gz"' --aptopt='Acquire::Retries "3"' \
  --customize-hook='copy-in '"$(dirname "$0")"'/apt-quiet /usr/local/sbin' \
  --skip=cleanup/apt/lists "$1" "$2"
