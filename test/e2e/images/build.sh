#!/usr/bin/env bash
#
# build.sh - make the container images that the end-to-end tests start, on a
# machine that can reach no image registry. The programs inside are real wherever
# their packages (Debian, Go modules, npm, Maven) can be had; every image carries
# a label that says what is real and what is not (see README.md).
#
#   build.sh [--list] [--force] [--only NAME...]
#
#   --list        one line per image: recipe, reference, state; builds nothing
#   --only NAME   only these: a recipe (postgres), a reference
#                 (postgres:17.11) or a repository (prom/prometheus);
#                 heavy recipes (n8n) are made only where they are named
#   --force       rebuild, and take over a tag that this script did not make
#
# Environment:
#   IGN_E2E_CACHE  folder for downloads and compiled programs
#                  (default ${XDG_CACHE_HOME:-$HOME/.cache}/ign-e2e)
#   IGN_E2E_SUITE  Debian suite of the base image (default trixie)
#   DOCKER         client to use (default docker)
#
# How it works: mmdebstrap makes a minimal root file system once and `docker
# import` turns it into a base image. Each folder beside this script is a recipe:
#   image        the references it is tagged with, one per line
#   version      the version of the program really inside
#   fidelity     one line: what is real, what is not (becomes a label)
#   Dockerfile   @BASE@, @BUSYBOX@ and @NODE@ name the shared images
#   prepare.sh   optional: puts compiled or downloaded files into the context
#   *            everything else is copied into the context
# An image is labelled with the hash of its recipe, the shared helpers and the
# images it builds on; a second run compares hashes and does nothing else. A tag
# that points at an image without such a label is left alone unless --force.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
SUITE=${IGN_E2E_SUITE:-trixie}
DOCKER=${DOCKER:-docker}
export CACHE=${IGN_E2E_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ign-e2e}
# first the ones that build quickly, so that tests can start on them
ORDER=(postgres mariadb postgres-exporter mysqld-exporter timescaledb adminer sqlite-web registry vault phpmyadmin pgadmin mosquitto valkey redis questdb telegraf influxdb nats rabbitmq kafka hivemq ignition node-red mailpit traefik caddy oauth2-proxy keycloak alertmanager node-exporter blackbox-exporter docker-socket-proxy ntfy prometheus alloy loki gitea grafana)
# too large for every run: made only where they are named
HEAVY=(n8n)
ALL=("${ORDER[@]}" "${HEAVY[@]}")
FORCE='' LIST='' ONLY=()

die() { echo "build.sh: $*" >&2; exit 1; }
need() { command -v "$1" >/dev/null || die "$1 is missing ($2)"; }
label() { $DOCKER image inspect -f "{{index .Config.Labels \"$2\"}}" "$1" 2>/dev/null || :; }
exists() { $DOCKER image inspect -f . "$1" >/dev/null 2>&1; }
refs() { grep -v '^ *$' "$HERE/$1/image"; }
one() { tr '\n' ' ' <"$HERE/$1/$2" | sed 's/  */ /g; s/ $//'; }
# tenths of a second since $1 (taken with now)
now() { echo $(($(date +%s%N) / 100000000)); }
since() { local t=$(($(now) - $1)); echo "$((t / 10)).$((t % 10))"; }
report() { printf '%-40s %-10s %7s s  %s\n' "$1" "$2" "$3" "${4:-}" >&2; }

# ------------------------------------------------------------ shared images ----
base_image() { # the Debian root file system; its name holds what it was made from
  local hash t
  hash=$({ cat "$HERE"/_base/*; echo "$SUITE"; } | sha256sum | cut -c1-12)
  BASE=ign-e2e/base:$SUITE-$hash
  exists "$BASE" && return
  need mmdebstrap 'Debian package mmdebstrap'
  t=$(now)
  bash "$HERE/_base/mmdebstrap.sh" "$SUITE" "$WORK/base.tar" >&2
  $DOCKER import --change 'ENV DEBIAN_FRONTEND=noninteractive' --change "LABEL local.ign.recipe=base local.ign.hash=$hash" \
    --change 'CMD ["bash"]' "$WORK/base.tar" "$BASE" >/dev/null
  rm -f "$WORK/base.tar"
  report "$BASE" built "$(since "$t")" "Debian $SUITE"
}

# helper_image FOLDER -> its name in $MADE; built when missing
helper_image() {
  local name=${1#_} hash
  hash=$(hash_of "$1" '')
  MADE=ign-e2e/$name:$SUITE-$hash
  exists "$MADE" && return
  local t; t=$(now)
  docker_build "$1" '' "$hash" "$MADE"
  report "$MADE" built "$(since "$t")" "$(one "$1" fidelity)"
}

# the shared images a recipe's Dockerfile names; sets BASE, BUSYBOX, NODE
shared() {
  [ -n "$BASE" ] || base_image
  if grep -q '@BUSYBOX@' "$HERE/$1/Dockerfile" && [ -z "$BUSYBOX" ]; then helper_image _busybox; BUSYBOX=$MADE; fi
  if grep -q '@NODE@' "$HERE/$1/Dockerfile" && [ -z "$NODE" ]; then helper_image _node; NODE=$MADE; fi
}
BASE='' BUSYBOX='' NODE=''

# ------------------------------------------------------------------- recipes ----
# hash_of FOLDER REF: recipe, shared helpers, and the images it builds on. The
# names of shared images contain their own hashes, the base also its image id.
hash_of() {
  { cd "$HERE"
    find "$1" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    find _lib -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    echo "$2"; $DOCKER image inspect -f '{{.Id}}' "$BASE"
    grep -q '@BUSYBOX@' "$1/Dockerfile" && echo "$BUSYBOX"
    grep -q '@NODE@' "$1/Dockerfile" && echo "$NODE"
    :; } | sha256sum | cut -c1-16
}

docker_build() { # docker_build FOLDER REF HASH TAG
  local ctx=$WORK/${1}-ctx log=$WORK/$1.log
  rm -rf "$ctx"; mkdir -p "$ctx"
  cp -a "$HERE/$1/." "$ctx/"
  cp -a "$HERE/_lib/collect.sh" "$ctx/"
  if [ -f "$ctx/prepare.sh" ]; then
    (cd "$ctx" && CTX=$ctx REF=$2 bash -euo pipefail -c '. "$0"; . ./prepare.sh' "$HERE/_lib/sources.sh") >"$log" 2>&1 \
      || { tail -n 40 "$log" >&2; die "$1: prepare.sh failed"; }
  fi
  sed -i "s|@BASE@|$BASE|g; s|@BUSYBOX@|$BUSYBOX|g; s|@NODE@|$NODE|g" "$ctx/Dockerfile"
  # the classic builder: local base images, no Dockerfile frontend to pull
  DOCKER_BUILDKIT=0 $DOCKER build ${FORCE:+--no-cache} --build-arg "TAG=${2##*:}" --build-arg "VERSION=$(one "$1" version)" \
    --label "local.ign.recipe=$1" --label "local.ign.hash=$3" \
    --label "local.ign.version=$(one "$1" version)" --label "local.ign.fidelity=$(one "$1" fidelity)" \
    -t "$4" "$ctx" >"$log" 2>&1 || { tail -n 40 "$log" >&2; die "$1: docker build failed"; }
  rm -rf "$ctx"
}

build_one() { # build_one FOLDER REF
  local hash t have
  t=$(now)
  if [ -z "$FORCE" ] && exists "$2" && [ -z "$(label "$2" local.ign.hash)" ]; then
    report "$2" kept "$(since "$t")" 'an image of this name exists that was not made here'; return; fi
  shared "$1"; t=$(now)
  hash=$(hash_of "$1" "$2"); have=$(label "$2" local.ign.hash)
  if [ -z "$FORCE" ] && [ "$have" = "$hash" ]; then report "$2" cached "$(since "$t")" "$(one "$1" version)"; return; fi
  docker_build "$1" "$2" "$hash" "$2"
  report "$2" built "$(since "$t")" "$(one "$1" version)"
}

wanted() { # wanted FOLDER REF
  if [ ${#ONLY[@]} -eq 0 ]; then [ -n "$LIST" ] || [[ " ${HEAVY[*]} " != *" $1 "* ]]; return; fi
  local o; for o in "${ONLY[@]}"; do case $o in "$1"|"$2"|"${2%:*}") return 0;; esac; done
  return 1
}

while [ $# -gt 0 ]; do case $1 in
  --list) LIST=1;;
  --force) FORCE=1;;
  --only) shift; [ $# -gt 0 ] || die '--only needs a name'
    while [ $# -gt 0 ] && [[ $1 != -* ]]; do ONLY+=("$1"); shift; done; continue;;
  -h|--help) sed -n '3,21p' "$0" | sed 's/^# \{0,1\}//'; exit;;
  *) die "unknown argument $1 (see --help)";;
esac; shift; done
for o in ${ONLY[@]+"${ONLY[@]}"}; do
  ok=''; for r in "${ALL[@]}"; do while read -r ref; do case $o in "$r"|"$ref"|"${ref%:*}") ok=1;; esac; done < <(refs "$r"); done
  [ -n "$ok" ] || die "no recipe for $o (known: ${ALL[*]})"
done

if [ -n "$LIST" ]; then
  for r in "${ALL[@]}"; do while read -r ref; do
    wanted "$r" "$ref" || continue
    state=missing
    if exists "$ref"; then if [ -n "$(label "$ref" local.ign.hash)" ]; then state=built; else state=foreign; fi; fi
    printf '%-11s %-40s %-8s %s\n' "$r" "$ref" "$state" "$(one "$r" version)"
  done < <(refs "$r"); done
  exit
fi

need "$DOCKER" 'docker client'
$DOCKER version -f . >/dev/null 2>&1 || die 'no Docker Engine answers'
mkdir -p "$CACHE"
# one builder at a time; a second one waits and then finds everything cached
exec 9>"$CACHE/lock"
flock -n 9 || { echo 'build.sh: waiting for another build' >&2; flock 9; }
WORK=$(mktemp -d "$CACHE/work.XXXXXX")
trap 'rm -rf "$WORK"' EXIT
start=$(now)
for r in "${ALL[@]}"; do while read -r ref; do
  wanted "$r" "$ref" && build_one "$r" "$ref"
done < <(refs "$r"); done
echo "build.sh: done in $(since "$start") s" >&2
