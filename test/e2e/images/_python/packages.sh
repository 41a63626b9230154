# python_packages FOLDER SOURCE-ONLY NAME==VERSION...: packages of the index for the Python of the base image, unpacked as
# in site-packages. SOURCE-ONLY are pure packages without a wheel (one word, may be empty).
python_packages() {
  local to=$1 sources=$2 machine kept; shift 2
  python3 -m pip --version >/dev/null 2>&1 || fail 'pip is missing on this machine: Debian package python3-pip'
  machine=$(uname -m)
  kept=$CACHE/pip/$(echo "$machine $sources $*" | digest)
  if [ ! -f "$kept/.done" ]; then
    rm -rf "$kept"; mkdir -p "$kept/wheels" "$kept/packages"
    # shellcheck disable=SC2086
    [ -z "$sources" ] || python3 -m pip wheel --quiet --no-deps --wheel-dir "$kept/wheels" $sources
    python3 -m pip install --quiet --no-compile --target "$kept/packages" --find-links "$kept/wheels" --only-binary=:all: \
      --implementation cp --python-version 3.13 --abi cp313 --abi abi3 --abi none \
      --platform "manylinux_2_28_$machine" --platform "manylinux2014_$machine" --platform "manylinux_2_17_$machine" \
      --platform "manylinux_2_34_$machine" "$@"
    rm -rf "$kept/wheels"; touch "$kept/.done"
  fi
  mkdir -p "$to"; cp -a "$kept/packages/." "$to/"
}
