# Helpers for prepare.sh. They keep what they make in $CACHE, so that a recipe
# that changed only in its Dockerfile does not compile or download again.
case $(uname -m) in x86_64) NODE_ARCH=x64;; aarch64) NODE_ARCH=arm64;; *) echo "unsupported machine $(uname -m)" >&2; exit 1;; esac

fail() { echo "$*" >&2; exit 1; }
want() { command -v "$1" >/dev/null || fail "$1 is missing on this machine: $2"; }
digest() { sha256sum | cut -c1-12; }

# go_source MODULE VERSION FOLDER: a writable copy of a module, checked against
# the checksum database by the go command
go_source() {
  want go 'the Go toolchain (see README.md for the version)'
  local dir; dir=$(GOFLAGS=-mod=mod go mod download -json "$1@$2" | sed -n 's/^[[:space:]]*"Dir": "\(.*\)",*/\1/p')
  [ -d "$dir" ] || fail "$1@$2 cannot be had"
  rm -rf "$3"; mkdir -p "$3"; cp -r "$dir/." "$3/"; chmod -R u+w "$3"
}

# npm_packages FOLDER NAME@VERSION...: a node_modules tree without install scripts
npm_packages() {
  want npm 'Node.js with npm'
  local to=$1; shift
  local kept; kept=$CACHE/npm/$(echo "$*" | digest)
  if [ ! -f "$kept/.done" ]; then
    rm -rf "$kept"; mkdir -p "$kept"; echo '{"private":true}' >"$kept/package.json"
    npm install --prefix "$kept" --omit=dev --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error "$@"
    touch "$kept/.done"
  fi
  mkdir -p "$to"; cp -a "$kept/node_modules" "$to/"
}

# go_build OUTPUT LDFLAGS PACKAGE [GO-BUILD-FLAGS...]: in the module's folder, a static program
go_build() {
  local out=$1 flags=$2 package=$3; shift 3
  CGO_ENABLED=0 GOWORK=off GOFLAGS=-mod=mod go build -buildvcs=false -trimpath -ldflags "-s -w $flags" "$@" -o "$out.part" "$package"
  mv "$out.part" "$out"
}

# no_pages NAME: the page that stands where a browser application would be
no_pages() {
  printf '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>%s</title></head>\n' "$1"
  printf '<body><h1>%s without its web pages</h1><p>This image is for tests: the program and its API are real, the browser application is not inside.</p></body>\n</html>\n' "$1"
}
