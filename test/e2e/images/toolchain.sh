#!/usr/bin/env bash
#
# toolchain.sh DIR [SUITE] - a current docker client with Compose v2 and buildx,
# unpacked from Debian packages of SUITE (default sid) into DIR. Nothing is
# installed and the engine of the machine stays as it is. Prints the variables to
# set; use it as
#
#   eval "$(./toolchain.sh "$HOME/.cache/ign-e2e/toolchain")"
#
# A second run finds the unpacked programs and downloads nothing.
set -euo pipefail
die() { echo "toolchain.sh: $*" >&2; exit 1; }
[ $# -ge 1 ] || { sed -n '3,12p' "$0" | sed 's/^# \{0,1\}//'; exit 2; }
suite=${2:-sid}
mkdir -p "$1"; dir=$(cd "$1" && pwd)

works() {
  [ "$(cat "$dir/.suite" 2>/dev/null)" = "$suite" ] && [ -x "$dir/bin/docker" ] \
    && DOCKER_CONFIG=$dir/config "$dir/bin/docker" compose version >/dev/null 2>&1
}

if ! works; then
  for c in apt-get dpkg-deb; do command -v "$c" >/dev/null || die "$c is missing: this needs a Debian or Ubuntu machine"; done
  # the mirror this machine uses for its own packages; an Ubuntu machine names its
  # Debian mirror in IGN_E2E_DEBIAN_MIRROR
  mirror=${IGN_E2E_DEBIAN_MIRROR:-$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -m1 'debian/*$' || :)}
  [ -n "$mirror" ] || die "no Debian mirror in this machine's package sources (run apt-get update, or set IGN_E2E_DEBIAN_MIRROR)"
  keys=/usr/share/keyrings/debian-archive-keyring.gpg
  [ -r "$keys" ] || die "$keys is missing (package debian-archive-keyring)"
  new=$dir/new; rm -rf "$new"; mkdir -p "$new/apt/lists/partial" "$new/apt/cache/archives/partial" "$new/deb"
  echo "deb [signed-by=$keys] $mirror $suite main" >"$new/apt/list"
  apt() {
    apt-get -qq -o Dir::Etc::sourcelist="$new/apt/list" -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists="$new/apt/lists" \
      -o Dir::Cache="$new/apt/cache" -o Dir::State::status=/dev/null -o Acquire::Languages=none -o APT::Sandbox::User=root -o Acquire::Retries=3 "$@" >&2
  }
  apt update || die "the package lists of $suite cannot be read"
  (cd "$new/deb" && apt download docker-cli docker-compose docker-buildx) || die "$suite does not hold docker-cli, docker-compose and docker-buildx"
  for f in "$new"/deb/*.deb; do dpkg-deb -x "$f" "$new/root"; done
  rm -rf "$dir/root" "$dir/bin" "$dir/config" "$dir/.suite"
  mv "$new/root" "$dir/root"; rm -rf "$new"
  mkdir -p "$dir/bin" "$dir/config/cli-plugins"
  ln -s ../root/usr/bin/docker "$dir/bin/docker"
  # relative links, so that the folder can be moved
  for p in "$dir"/root/usr/libexec/docker/cli-plugins/*; do ln -s "../../root/usr/libexec/docker/cli-plugins/${p##*/}" "$dir/config/cli-plugins/"; done
  echo "$suite" >"$dir/.suite"
  works || die "the programs of $suite do not run on this machine: $(DOCKER_CONFIG=$dir/config "$dir/bin/docker" compose version 2>&1 | head -n 1)"
fi
printf 'export PATH=%q:"$PATH" DOCKER_CONFIG=%q\n' "$dir/bin" "$dir/config"
