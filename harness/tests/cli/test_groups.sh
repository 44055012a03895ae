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

say "crashes of what is merged are counted where it is merged into"
bb finding "$connect" --merge "$publish"
expect_code 0
expect_err "^brickbat finding: $publish is merged into $connect"
printf 'NP2' >by_publish_too
triage by_publish_too
expect_out "^FINDING $connect .* known,"
hits=$(field "$connect" hits)
[ "$hits" -eq 2 ] || fail "$hits hits"
bb finding "$publish"
expect_out '^FINDING .*  merged, high$'
expect_out "^  merged    into $connect$"
expect_out "open -> merged: into $connect"
bb finding "$connect"
expect_out "^  merged    $publish  [0-9]+ %"
! grep -q '^  similar' "$out" || fail "similar to what is merged into it"
bb finding "$connect" --merge "$flags"
expect_code 0
bb findings --group --sort id
[ "$(grep -c '^toy_ways-' "$out")" -eq 1 ] || fail "not one group"
bb findings --state merged
[ "$(grep -c '^toy_ways-.* merged ' "$out")" -eq 2 ] || fail "not two merged"

say "what is merged still crashes, but is not another finding"
bb findings --recheck --no-build --state merged
expect_code 1
expect_out "^merged +$publish  heap-buffer-overflow"
bb finding "$connect" --ignore 'the toy is meant to do that'
bb findings --recheck --no-build
expect_code 0
expect_out '^3 rechecked: 0 crash,'
bb finding "$connect" --reopen

say "a damaged store is rebuilt with it"
printf 'no database' >reports/brickbat.db
rm -f reports/brickbat.db-*
bb finding "$publish"
expect_err 'was damaged'
expect_out "^  merged    into $connect$"
printf 'NP3' >by_publish_again
triage by_publish_again
expect_out "^FINDING $connect .* known,"

say "what cannot be merged"
while read -r id other words; do
    bb finding "$id" --merge "$other"
    expect_code 2
    expect_err "$words"
    expect_short_err 1
done <<WORDS
$connect $connect cannot be merged into itself
$publish $connect circular: '$publish' is merged into '$connect'
$publish $flags is merged into '$connect' already
$connect $publish is merged into '$connect' already
WORDS
bb finding "$connect" --merge toy_ways-nothing
expect_code 3
expect_err "no finding 'toy_ways-nothing'"
bb finding "$publish" --ignore 'of no interest'
expect_code 2
expect_err "merged into '$connect': say it of that one"
printf 'CR1' >read_input
bb triage --no-build --no-minimize toy_crash read_input
bb finding "$connect" --merge toy_crash
expect_code 2
expect_err 'are of two targets'

say "what is split counts for itself again"
bb finding "$publish" --split
expect_code 0
expect_err "$publish is split from $connect"
triage by_publish_again
expect_out "^FINDING $publish .* known,"
bb finding "$publish"
expect_out '^FINDING .*  open, high$'
expect_out '^  similar   '

say "split again, it is kept out of its group, until it may join"
group=$(field "$publish" group)
for _ in 1 2; do
    bb finding "$publish" --split
    expect_code 0
    expect_err "$publish is kept out of groups"
done
rm reports/brickbat.db*
[ "$(field "$publish" group)" = "$publish" ] || fail "in a group"
[ "$(field "$publish" alone)" = true ] || fail "not alone"
bb finding "$connect"
! grep -q '^  similar' "$out" || fail "similar to what is kept alone"
bb finding "$publish" --join
expect_code 0
[ "$(field "$publish" group)" = "$group" ] || fail "not in its group"

say "an input taken out of a finding is one of its own, and stays so"
cd "$scratch" || exit 1
printf 'NC2' >by_connect_too
triage by_connect_too
expect_out "^FINDING $connect .* known,"
hits=$(field "$connect" hits)
bb finding "$connect" by_connect_too --split --no-build
expect_code 0
apart=$(sed -n "s/.* it is \\(toy_ways-[0-9a-f]*\\) now, and not $connect any more/\\1/p" "$err")
[ -n "$apart" ] && [ "$apart" != "$publish" ] || fail "no finding of its own"
[ "$(field "$connect" hits)" -eq $((hits - 1)) ] || fail "it still counts"
expect_file by_connect_too
cd "$root" || exit 1
[ "$(find "reports/findings/$connect/inputs" -name '*-*' | wc -l)" -eq $((hits - 2)) ] ||
    fail "its file is still kept there"
rm reports/brickbat.db*
cp "$scratch/by_connect_too" .
triage by_connect_too
expect_out "^FINDING $apart .* known,"
printf 'NC3' >by_connect_new
triage by_connect_new
expect_out "^FINDING $connect .* known,"
bb findings --recheck --no-build --search "$apart"
expect_code 1
expect_out "^crashes +$apart  heap-buffer-overflow"
bb finding "$connect" by_connect_too --split --no-build
expect_code 3
expect_err "none of those that hit '$connect'"
bb finding "$connect" by_connect --split --no-build
expect_code 2
expect_err "is known by this input"
bb finding "$connect" nowhere --split --no-build
expect_code 3
expect_err 'nowhere'
