#!/usr/bin/env bash
# Building: errors of the compiler, tools that are missing.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
root=$scratch/root
mkdir "$root"
cp -r "$CLI_PROJECT/CMakePresets.json" "$CLI_PROJECT/CMakeLists.txt" "$CLI_PROJECT/targets" \
    "$CLI_PROJECT/corpus" "$root"
cd "$root" || exit 1
export BRICKBAT_ROOT=$root

say "a missing tool is named with its package"
mkdir "$scratch/bin"
PATH=$scratch/bin "$BRICKBAT" build --preset replay >"$out" 2>"$err"
code=$?
expect_code 3
expect_err "'cmake' is not installed \\(apt-get install cmake\\)"
expect_err "'clang' is not installed \\(apt-get install clang\\)"

say "one target of one preset"
bb build --preset replay toy_crash
expect_code 0
expect_file build/replay/toy_crash
expect_no_file build/replay/toy_fine
bb build --preset replay no_such_toy
expect_code 3
expect_err "no target 'no_such_toy'"
bb build --preset nonsense
expect_code 3
expect_err "configuring 'nonsense' failed"

say "a compiler's first error is shown, with the log"
sed -i 's/int seen = 0;/int seen = wrong_name;/' targets/toy_crash.c
bb build --preset replay toy_crash
expect_code 3
expect_err "building 'replay' failed \\(exit code [0-9]+\\); the log is reports/work/logs/building-replay.log"
expect_err "toy_crash.c:[0-9]+:[0-9]+: error: use of undeclared identifier 'wrong_name'"
bb replay toy_crash corpus/toy_crash
expect_code 3
expect_err 'wrong_name'
sed -i 's/int seen = wrong_name;/int seen = 0;/' targets/toy_crash.c

say "verbs build what they need"
bb replay toy_crash corpus/toy_crash
expect_code 0

say "an error of CMake"
echo 'message(FATAL_ERROR "the moon is in the wrong phase")' >>CMakeLists.txt
rm -r build
bb run --time 1s toy_crash
expect_code 3
expect_err "configuring 'replay' failed"
expect_err 'the moon is in the wrong phase'
