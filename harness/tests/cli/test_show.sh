#!/usr/bin/env bash
# show --stats: the share of bytes in typed fields, and where the others are.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
new_root
export BRICKBAT_ROOT=$root
mkdir in
printf '\x40\x01\x00\x07' >in/get                         # all of it is CoAP
printf '\x40\x01\x00\x07\x1f\xaa\xbb\xcc' >in/reserved    # an option of length 15: 4 of 8 bytes
printf '\x48\x01\x00\x07\x01\x02' >in/token               # says 8 bytes of token, has 2

say "a row for each file, and their total"
bb show coap --stats in
expect_code 0
expect_out '^100\.00% +4 +0 .* in/get$'
expect_out '^ 50\.00% +8 +4 .* in/reserved$'
expect_out '^100\.00% +6 +0 +[0-9]+ +1 .* in/token$'
expect_out '^ 77\.78% +18 +4 .* total of 3 files \(3 messages\)$'
expect_out '^ +4 +1  Option: cannot be read on from number$'

say "worst first"
bb show coap --stats --worst in
expect_code 0
[ "$(grep -o 'in/[a-z]*' "$out" | head -n 1)" = in/reserved ] || fail "the worst is not the first"
bb show coap --stats in/get in/reserved
[ "$(grep -o 'in/[a-z]*' "$out" | head -n 1)" = in/get ] || fail "not in the order given"

say "as JSON"
bb show coap --stats --worst --json in
expect_code 0
expect_json coap grammar
expect_json in/reserved files 0 file
expect_json 0.5 files 0 typed_share
expect_json 4 total raw_bytes
expect_json 18 total bytes
expect_json 1 total lies
expect_json Option losses 0 message
expect_json number losses 0 field
jq -e '.files | all(.lift_us > 0 and .nodes > 0)' <"$out" >/dev/null || fail "no times or nodes"

say "one file, standard input, an empty one"
bb show coap --stats in/get
expect_code 0
! grep -q total "$out" || fail "a total of one file"
"$BRICKBAT" show coap --stats - <in/reserved >"$out" 2>"$err"
code=$?
expect_code 0
expect_out '^ 50\.00% .* standard input$'
: >empty
bb show coap --stats empty
expect_code 0
expect_out '^100\.00% +0 '
bb show --stats coap nowhere
expect_code 3
expect_err "cannot read 'nowhere'"
