kept=$CACHE/go/ntfy-standin-$(cat prepare.sh standin/* | digest)
if [ ! -x "$kept" ]; then
  want go 'the Go toolchain (see README.md for the version)'
  mkdir -p "$CACHE/go"
  (cd standin && go_build "$kept" '' .)
fi
cp "$kept" ntfy
rm -rf standin
