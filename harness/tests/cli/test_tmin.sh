#!/usr/bin/env bash
# The minimizer, where a target does not make it easy.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
new_root
export BRICKBAT_ROOT=$root

say "a crash that does not show every time: k of n runs"
printf 'much ado about nothing!, and more' >seldom
bb tmin --no-build toy_seldom seldom
expect_code 0
[ "$(cat seldom.min)" = '!' ] || fail "minimized to '$(cat seldom.min)'"
expect_out '^33 -> 1 bytes, the same bug'
expect_out '^shown in [56] of 11 runs, the input as found in 10 of 20; candidates had to show it in 3 of 11$'
expect_out '^with 0x.. \(not 0x21\) as byte 0 it does not crash$'

say "as many runs as are asked for"
bb tmin --no-build --runs 8 --need 4 toy_seldom seldom
expect_code 0
expect_out '^shown in 4 of 8 runs, the input as found in 4 of 8; candidates had to show it in 4 of 8$'
[ "$(cat seldom.min)" = '!' ] || fail "minimized to '$(cat seldom.min)'"
bb tmin --no-build --runs 8 --need 7 toy_seldom seldom
expect_code 3
expect_err 'the input shows the crash in 4 of 8 runs, not in 7'

say "one that shows every time says nothing of it"
printf 'CWyyyy' >always
bb tmin --no-build --runs 8 toy_crash always
expect_code 0
! grep -q 'shown in' "$out" || fail "a crash that shows every time is counted"

say "several candidates at once: the same result"
cp always together
bb tmin --no-build toy_crash always
expect_code 0
bb tmin --no-build --jobs 5 toy_crash together
expect_code 0
cmp -s always.min together.min || fail "with --jobs it is '$(cat together.min)', not '$(cat always.min)'"

say "the finding says so, too"
bb triage --no-build toy_seldom seldom
expect_code 1
bb findings --json
id=$(json_field findings 0 id)
expect_json 11 findings 0 runs
bb finding "$id"
expect_out 'crashed in [56] of 11 replays'
bb tmin --no-build --runs 6 --need 2 toy_seldom "reports/findings/$id/input"
expect_code 0
bb finding "$id"
expect_out 'crashed in 3 of 6 replays'

say "a budget in replays"
bb tmin --no-build --replays 20 toy_crash always
expect_code 0
replays=$(sed -n 's/.*, \([0-9]*\) replays.*/\1/p' "$out")
[ "$replays" -le 20 ] || fail "$replays replays"

# Starts `tmin WORDS...`; its number is in $background.
start_tmin() {
    rm -f toy_late.runs
    "$BRICKBAT" tmin --no-build "$@" >"$out" 2>"$err" </dev/null &
    background=$!
}

# Until the command succeeds, at most so many tenths of a second.
wait_for() {
    local tenths=$1
    shift
    for _ in $(seq "$tenths"); do
        "$@" && return 0
        kill -0 "$background" 2>/dev/null || return 1
        sleep 0.1
    done
    return 1
}

has_size() { [ "$(stat -c %s "$1" 2>/dev/null)" = "$2" ]; }
# The record of a finding is written behind its file: only what both have is kept for good.
has_kept() { # ID SIZE
    has_size "$root/reports/findings/$1/input.min" "$2" && "$BRICKBAT" finding "$1" 2>/dev/null | grep -q ", minimized to $2 so far\$"
}
has_runs() { [ "$(stat -c %s toy_late.runs 2>/dev/null || echo 0)" -ge "$1" ]; }

say "kill -9 after an improvement is shown: the best is on disk, and whole"
printf 'abcxxdefghijkl' >slow
start_tmin toy_late slow
wait_for 100 has_size slow.min 12 || fail "the best is not on disk while the search goes on"
kill -KILL $background || fail "it had ended before"
wait $background 2>/dev/null
background=
[ "$(cat slow.min)" = abcdefghijkl ] || fail "saved is '$(cat slow.min)'"
grep -q '^14 -> 1[234] bytes, ' "$err" || fail "no progress is shown"
expect_no_processes
bb replay --no-build toy_late slow.min
expect_code 1
expect_out ' in read_behind '

say "kill -9 leaves a finding's best in the store"
bb triage --no-build --no-minimize toy_late slow
id=$(sed -n 's/^FINDING \([^ ]*\) .*/\1/p' "$out")
start_tmin toy_late "reports/findings/$id/input"
wait_for 100 has_kept "$id" 12 || fail "the best is not in the store"
kill -KILL $background || fail "it had ended before"
wait $background 2>/dev/null
background=
bb finding "$id"
expect_out ' 14 bytes, minimized to 12 so far$'

say "kill -9 of triage leaves what it has made of a finding"
printf 'abcyydefghijkl' >other
rm -f toy_late.runs
rm -rf "$root/reports/findings" "$root"/reports/brickbat.db*
"$BRICKBAT" triage --no-build toy_late other >"$out" 2>"$err" </dev/null &
background=$!
is_small() { has_kept "$(basename "$root"/reports/findings/*)" 12; }
wait_for 200 is_small || fail "the best is not in the store"
kill -KILL $background || fail "it had ended before"
wait $background 2>/dev/null
background=
id=$(basename "$root"/reports/findings/*)
bb finding "$id"
expect_out ' 14 bytes, minimized to 12 so far$'

say "the next triage ends the search, from there"
rm -f toy_late.runs
bb triage --no-build toy_late other
bb finding "$id"
expect_out ' 14 bytes, minimized to 12$'
runs=$(stat -c %s toy_late.runs)
bb triage --no-build toy_late other
[ $(($(stat -c %s toy_late.runs) - runs)) -lt $((runs / 2)) ] || fail "the search is done again"

say "Ctrl-C keeps the best, and ends with 130"
rm slow.min
start_tmin toy_late slow
wait_for 100 test -e slow.min || fail "nothing is saved"
kill -INT $background
wait $background
code=$?
background=
expect_code 130
expect_out '^14 -> 1[23] bytes, .* \(interrupted\): slow.min$'
has_size slow.min "$(sed -n 's/^14 -> \([0-9]*\) .*/\1/p' "$out")" || fail "another size is told"

say "all replays are counted, those for the least change, too"
printf 'yyyyyyyyyyyyyy!' >last
rm -f toy_late.runs
bb tmin --no-build toy_late last
expect_code 0
expect_out '^with 0x20 \(not 0x21\) as byte 11 it does not crash$'
runs=$(stat -c %s toy_late.runs)
expect_out "^15 -> 12 bytes, the same bug, $runs replays: last.min$"
cp last.min whole.min

say "Ctrl-C while only the least change is missing: the result is there, and no failure"
rm last.min
start_tmin toy_late last
wait_for 200 has_runs $((runs - 15)) || fail "it does not come that far"
kill -INT $background || fail "it had ended before"
wait $background
code=$?
background=
expect_code 0
expect_out "^15 -> 12 bytes, the same bug, [0-9]+ replays: last.min$"
expect_err 'interrupted while looking for the least change'
! grep -q 'does not crash' "$out" || fail "the least change was found before"
cmp -s last.min whole.min || fail "another result"
