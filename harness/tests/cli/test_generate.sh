#!/usr/bin/env bash
# generate: messages for other tools.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
new_root
export BRICKBAT_ROOT=$root

# The contents, by the digests that end the names.
contents() { find "$1" -type f | sed 's/.*-//' | sort; }

say "a folder of messages and its index"
bb generate mqtt -n 200
expect_code 0
expect_out '^200 messages, [0-9]+ bytes: [0-9]+ valid, [0-9]+ hostile, of which [0-9]+ contradict'
expect_out '^mqtt-messages \(what each is: mqtt-messages.jsonl\)$'
[ "$(count_files mqtt-messages)" -eq 200 ] || fail "not 200 files"
[ "$(contents mqtt-messages | uniq | wc -l)" -eq 200 ] || fail "a content comes twice"
[ "$(wc -l <mqtt-messages.jsonl)" -eq 200 ] || fail "not 200 lines"
jq -r .file mqtt-messages.jsonl | while read -r file; do
    [ -f "mqtt-messages/$file" ] || fail "no file $file"
done || exit 1
find mqtt-messages -name 'hostile-*' -printf x >hostile
[ "$(wc -c <hostile)" -gt 60 ] && [ "$(wc -c <hostile)" -lt 140 ] || fail "not half of them hostile"

say "the same seed gives the same files; another seed others; fewer are the first ones"
bb generate mqtt -n 200 -o again
cmp -s mqtt-messages.jsonl again.jsonl && diff -r mqtt-messages again >/dev/null || fail "not the same"
bb generate mqtt -n 200 --seed 2 -o other
! cmp -s mqtt-messages.jsonl other.jsonl || fail "the same"
bb generate mqtt -n 50 -o fewer
head -n 50 mqtt-messages.jsonl | cmp -s - fewer.jsonl || fail "not the first ones"

say "another run's files are safe"
bb generate mqtt -n 10
expect_code 3
expect_err "'mqtt-messages' is there already; .*--output.*--force"
bb generate mqtt -n 10 --force
expect_code 0
[ "$(count_files mqtt-messages)" -eq 10 ] || fail "the earlier files are left"
echo mine >mqtt-messages/mine
bb generate mqtt -n 10 --force
expect_code 3
expect_err "holds 1 file that no earlier run has written"
expect_file mqtt-messages/mine
mkdir strangers
echo mine >strangers/file
bb generate mqtt -n 10 -o strangers/
expect_code 3
[ "$(count_files strangers)" -eq 1 ] || fail "written among others' files"
bb generate mqtt -n 2 --format hex -o again.jsonl
expect_code 3
expect_err "'again.jsonl' is there already"

say "valid ones are valid, hostile ones hold the lies that the index names"
bb generate coap -n 150 --hostile none -o valid
expect_code 0
[ -z "$(find valid -name 'hostile-*')" ] || fail "hostile ones"
bb show coap --stats --json valid
expect_json 0 total lies
expect_json 0 total raw_bytes
bb generate coap -n 150 --hostile 100 -o hostile-ones --json
expect_json 150 hostile
expect_json 0 valid
jq -en 'all(inputs; .kind == "hostile" and (.mutations | length > 0))' hostile-ones.jsonl >/dev/null ||
    fail "the index does not say how they were made"
jq -en '[inputs | select(.lies | length > 0)] | length > 140' hostile-ones.jsonl >/dev/null ||
    fail "hardly any lies"
bb show coap --stats --json hostile-ones
jq -e '[.files[] | select(.lies + .raw_bytes > 0)] | length > 140' <"$out" >/dev/null ||
    fail "the lies are not in the files"

say "sizes"
bb generate mqtt -n 300 --max-size 16 -o small
expect_code 0
[ -z "$(find small -type f -size +16c)" ] || fail "one is larger than 16 bytes"
[ -z "$(find small -type f -size 0)" ] || fail "an empty one"
bb generate mqtt -n 10000 --max-size 2 --hostile none -o few
expect_code 3
expect_err 'no more distinct messages of at most 2 bytes'
expect_out '^[0-9]+ messages, '

say "streams hold the same messages"
bb generate coap -n 60 -o files
bb generate coap -n 60 --format hex
expect_code 0
cp "$out" hex
[ "$(wc -l <hex)" -eq 60 ] || fail "not 60 lines of hex"
expect_err '60 messages, '
bb generate coap -n 60 --format jsonl
expect_code 0
jq -r .hex <"$out" | cmp -s - hex || fail "the JSON holds others"
"$BRICKBAT" generate coap -n 60 --format raw 2>/dev/null | od -An -v -tx1 | tr -d ' \n' >raw
tr -d '\n' <hex | cmp -s - raw || fail "the bytes are others"
for format in pcap pcap-tcp; do
    bb generate coap -n 60 --format $format --port 5683 -o $format.pcap
    expect_code 0
    bb seeds coap $format.pcap --port 5683 --direction client -o from-$format
    expect_code 0
    [ "$(contents files)" = "$(contents from-$format)" ] || fail "$format holds other messages"
done
if command -v tcpdump >/dev/null; then
    for format in pcap pcap-tcp; do
        tcpdump -nvv -r $format.pcap 2>/dev/null >dump
        [ "$(grep -c 'udp sum ok\|cksum 0x[0-9a-f]* (correct)' dump)" -ge 60 ] || fail "no checksums"
        ! grep -q 'bad udp cksum\|(incorrect' dump || fail "wrong checksums"
    done
fi
timeout 20 script -qec "$BRICKBAT generate coap -n 1 --format raw" /dev/null >"$out" 2>&1 </dev/null
code=$?
expect_code 2
expect_out 'this is no text for a terminal'

say "every grammar, and the grammar of a target"
bb completion
for grammar in $(sed -n "s/.*words+='\\(.*\\)' ;; esac.*/\\1/p" "$out"); do
    bb generate "$grammar" -n 30 -o "all/$grammar"
    expect_code 0
    [ "$(count_files "all/$grammar")" -eq 30 ] || fail "not 30 messages of $grammar"
done
[ -d all/modbus ] || fail "grammars are missing"
bb generate toy_crash
expect_code 3
expect_err "the target 'toy_crash' has no grammar"

say "Ctrl-C keeps what is there"
"$BRICKBAT" generate mqtt -n 10000000 -o many >"$out" 2>"$err" &
background=$!
sleep 4
kill -INT "$background"
wait "$background"
code=$?
background=
expect_code 130
expect_err '^[0-9.]+k? of 10.0M messages, '
n=$(sed -n 's/^\([0-9]*\) messages, .*/\1/p' "$out")
[ "$n" -eq "$(count_files many)" ] && [ "$n" -eq "$(wc -l <many.jsonl)" ] || fail "'$n' messages?"
