#!/usr/bin/env bash
# Findings that may be one bug: in groups, and as the user says.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
new_root
export BRICKBAT_ROOT=$root

printf 'NC1' >by_connect
printf 'NP1' >by_publish
printf 'FP1' >flags
triage() { bb triage --no-build --no-minimize toy_ways "$@"; }
id_of() { # FUNCTION CALLER
    bb findings --json
    jq -r --arg a "$1" --arg b "$2" '.findings[] | select([.report.frames[].name]
        | index([$a, $b])) | .id' "$out"
}
field() { bb finding "$1" --json && json_field "$2"; } # ID KEY

for input in by_connect by_publish flags; do triage $input; done
connect=$(id_of end_name parse_connect)
publish=$(id_of end_name parse_publish)
flags=$(id_of read_flags parse_publish)
[ -n "$connect" ] && [ -n "$publish" ] && [ -n "$flags" ] || fail "not three findings"

say "one function on two ways is a group, another function in one of them is not"
[ "$(field "$connect" group)" = "$(field "$publish" group)" ] || fail "not one group"
[ "$(field "$flags" group)" = "$flags" ] || fail "a group with what is not similar"
bb findings --group --sort id
expect_code 0
[ "$(grep -c '^toy_ways-' "$out")" -eq 2 ] || fail "not two groups"
[ "$(grep -cE "^  ($connect|$publish) " "$out")" -eq 1 ] || fail "not one below the other"
bb finding "$connect"
expect_out "^  similar   $publish  [0-9]+ %  heap-buffer-overflow WRITE 1 in end_name"
bb finding "$flags"
! grep -q '^  similar' "$out" || fail "similar to another function"
group=$(field "$connect" group)
bb findings --search parse_connect --json
expect_json "$group" findings 0 group
bb findings --group --recheck
expect_code 2
expect_err '^brickbat.*--recheck and --group do not go together'
