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
expect_out '^shown in [23] of 5 runs, the input as found in [23] of 5; candidates had to show it in [12] of 5$'
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

say "the finding says so, too"
bb triage --no-build toy_seldom seldom
expect_code 1
bb findings --json
id=$(json_field findings 0 id)
expect_json 5 findings 0 runs
bb finding "$id"
expect_out 'crashed in [23] of 5 replays'
bb tmin --no-build --runs 6 --need 2 toy_seldom "reports/findings/$id/input"
expect_code 0
bb finding "$id"
expect_out 'crashed in 3 of 6 replays'

say "a budget in replays"
bb tmin --no-build --replays 20 toy_crash always
expect_code 0
replays=$(sed -n 's/.*, \([0-9]*\) replays.*/\1/p' "$out")
[ "$replays" -le 20 ] || fail "$replays replays"
