#!/bin/sh
# collect.sh ROOT FILE... - copy programs with the shared libraries they load to
# ROOT, at their own paths: so that a Debian program can run in an image that has
# nothing but busybox, like the Alpine-based official image it stands for.
set -e
root=$1; shift
put() { # a file under its name, and what a link points at under its own
  [ -e "$root$1" ] || { mkdir -p "$root$(dirname "$1")"; cp -a "$1" "$root$1"; }
  if [ -L "$1" ]; then put "$(readlink -f "$1")"; fi
}
for f in "$@"; do
  put "$f"
  ldd "$f" 2>/dev/null | sed -n 's/.*=> \(\/[^ ]*\).*/\1/p; s/^[[:space:]]*\(\/[^ ]*\) (.*/\1/p' | while read -r lib; do
    case $lib in /lib/*|/lib64/*) lib=/usr$lib;; esac
    put "$lib"
  done
done
