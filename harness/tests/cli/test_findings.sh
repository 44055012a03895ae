#!/usr/bin/env bash
# What is done with findings: listed, ignored, rechecked, promoted, exported; every printed command.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
new_root
export BRICKBAT_ROOT=$root

printf 'CR1' >read_input
printf 'CW1' >write_input
bb triage --no-build --no-minimize toy_crash read_input write_input
expect_code 1
bb findings --json
read_id=$(jq -r '.findings[] | select(.report.access == "READ") | .id' "$out")
write_id=$(jq -r '.findings[] | select(.report.access == "WRITE") | .id' "$out")
[ -n "$read_id" ] && [ -n "$write_id" ] || fail "not two findings"

# The target's program of today: `fixed` survives everything, `broken` is the one with the bugs.
cp build/replay/toy_crash "$scratch/broken"
fixed() { rm build/replay/toy_crash && cp build/replay/toy_fine build/replay/toy_crash; }
broken() { rm build/replay/toy_crash && cp "$scratch/broken" build/replay/toy_crash; }

say "filters, sorting, and a limit"
bb findings --search read_behind
expect_code 0
expect_out "^$read_id "
! grep -q "$write_id" "$out" || fail "the other finding is listed, too"
bb findings --sort id --limit 1
[ "$(grep -c '^toy_crash-' "$out")" -eq 1 ] || fail "not one finding"
bb findings --since 1h --security --severity high
expect_out "^$write_id "
bb findings --state fixed
expect_err 'no findings'
bb findings --sort size
expect_code 2
expect_err "'size' is none of severity"
bb findings --limit 0
expect_code 2

say "what still crashes stays open"
bb findings --recheck --no-build
expect_code 1
expect_out "^crashes +$read_id  heap-buffer-overflow READ 1"
expect_out '^2 rechecked: 2 crash, 0 fixed now, 0 reopened$'
bb promote --no-build "$read_id"
expect_code 1
expect_err 'still crashes toy_crash .*not fixed, not promoted'
expect_no_file corpus/toy_crash/regressions

say "what is ignored is not told of again"
bb finding "$write_id" --ignore ''
expect_code 2
bb finding "$write_id" --ignore 'the toy is meant to do that'
expect_code 0
bb finding "$write_id"
expect_out 'open -> ignored: the toy is meant to do that'
bb findings --recheck --no-build --search write_behind
expect_code 0
expect_out "^ignored +$write_id "
expect_out '^1 rechecked: 0 crash,'

say "what is survived is fixed, what crashes again reopened"
fixed
bb findings --recheck --no-build
expect_code 0
expect_out "^fixed +$read_id  survived 3 replays  \(was open\)"
expect_out '^2 rechecked: 0 crash, 1 fixed now, 0 reopened$'
broken
bb findings --recheck --no-build --state fixed
expect_code 1
expect_out "^reopened +$read_id .* \(was fixed\)"
bb finding "$read_id"
expect_out 'history .* open -> fixed: 0 of 3 replays crashed'
expect_out 'fixed -> reopened: 1 of 1 replays crashed'
bb finding "$write_id" --reopen
expect_code 0
bb findings --state open --json
expect_json "$write_id" findings 0 id

say "a folder for upstream"
bb finding "$read_id"
command=$(sed -n 's/^  export    //p' "$out")
(cd "$scratch" && timeout 60 bash -c "$command") >"$out" 2>"$err"
code=$?
expect_code 0
folder=$scratch/$read_id
for file in REPORT.md reproducer.c CMakeLists.txt input input.txt stderr.txt; do
    expect_file "$folder/$file"
done
cmp -s "$folder/input" read_input || fail "the input is another one"
grep -q 'read_behind' "$folder/REPORT.md" || fail "the report does not say where"
grep -q '^000000  43 52 31 ' "$folder/input.txt" || fail "the dump has not the bytes"
grep -qF "$root" "$folder"/REPORT.md "$folder"/reproducer.c "$folder"/CMakeLists.txt &&
    fail "the folder names a folder of this machine"
(cd "$scratch" && timeout 60 bash -c "$command") >"$out" 2>"$err"
code=$?
expect_code 3
expect_err 'is not empty'

say "the array in the reproducer is the input"
cat >"$scratch/entry.c" <<'C'
#include <stdint.h>
#include <stdio.h>
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fwrite(data, 1, size, stdout) == size ? 0 : 1;
}
C
cc -Wall -Wextra -Werror -o "$scratch/reproducer" "$folder/reproducer.c" "$scratch/entry.c" ||
    fail "the reproducer does not compile"
"$scratch/reproducer" | cmp -s - read_input || fail "the reproducer has another input"

say "a fixed finding becomes a regression seed"
fixed
bb finding "$read_id"
command=$(sed -n 's/^  promote   //p' "$out")
timeout 60 bash -c "$command --no-build" >"$out" 2>"$err"
code=$?
expect_code 0
expect_out "is a regression seed of toy_crash now: corpus/toy_crash/regressions/heap-buffer-overflow-read_behind-"
expect_err 'only if the bug is public'
cmp -s corpus/toy_crash/regressions/* read_input || fail "the seed is another input"
bb finding "$read_id"
expect_out 'promoted to corpus/toy_crash/regressions/'
bb promote --no-build "$read_id"
expect_code 0
[ "$(count_files corpus/toy_crash/regressions)" -eq 1 ] || fail "promoted twice"

say "to another target's seeds"
broken
bb promote --no-build --target toy_fine "$write_id"
expect_code 0
expect_file corpus/toy_fine/regressions
bb findings --state open --json
expect_json "$write_id" findings 0 id

say "what is not there"
bb promote --no-build toy_crash-nothing
expect_code 3
expect_err "no finding 'toy_crash-nothing'"
bb promote --no-build --target toy_fin "$read_id"
expect_code 3
expect_err "did you mean 'toy_fine'"
bb promote
expect_code 2
rm -r "reports/findings/$read_id/input"
bb findings --recheck --no-build --search read_behind
expect_code 3
expect_err "$read_id: "
expect_out '1 could not be'
