#!/usr/bin/env bash
# Builds the toy project with the program itself: `brickbat build` is the first thing under test.
set -eu
: "$BRICKBAT" "$BRICKBAT_SOURCE" "$CLI_PROJECT"
rm -rf "$CLI_PROJECT"
mkdir -p "$(dirname "$CLI_PROJECT")"
cp -r "$BRICKBAT_SOURCE/harness/tests/cli/project" "$CLI_PROJECT"
"$BRICKBAT" --root "$CLI_PROJECT" build
for preset in libfuzzer afl replay; do
    test -x "$CLI_PROJECT/build/$preset/toy_crash"
done
