#!/usr/bin/env bash
# test_replay.sh TOY
#
# The replay driver (harness/engine/replay.c): what it says and which exit code it gives for each way
# in which a target can fail. TOY is toy_target.c.
set -u
toy=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# expect CODE TEXT ARGUMENT...: runs the toy; TEXT is in what it says.
expect() {
    local code=$1 text=$2 found
    shift 2
    "$toy" "$@" >"$work/out" 2>&1
    found=$?
    [ "$found" = "$code" ] && grep -qF -- "$text" "$work/out" && return
    echo "FAILED: toy $*: exit $found instead of $code, or it does not say '$text':"
    sed 's/^/    /' "$work/out"
    failures=$((failures + 1))
}

input() {
    printf '%s' "$1" >"$work/$1"
}

for what in calm read-behind bounds nothing leak time spin memory oracle abort effort \
    effort-of-many-bytes-more zzz; do # by the first letter
    input "$what"
done
: >"$work/empty"

expect 0 "replay: $work/calm: ok, 4 bytes" "$work/calm"
expect 0 "replay: $work/empty: ok, 0 bytes" "$work/empty" "$work/calm"
expect 0 "replay: oracle toy_is_calm evaluated 6 times" --repeat 3 "$work/empty" "$work/calm"
expect 77 "heap-buffer-overflow" "$work/read-behind"
expect 77 "out of bounds" "$work/bounds"
expect 0 "null pointer passed" "$work/nothing"
expect 77 "LeakSanitizer" "$work/leak"
expect 77 "replay: $work/leak: leaked" "$work/leak"
expect 70 "ERROR: brickbat: timeout after 200 ms" --timeout-ms 200 "$work/time"
expect 70 "LLVMFuzzerTestOneInput" --timeout-ms 200 "$work/time"
# The function that does not end, wherever the clock strikes.
for _ in 1 2 3; do
    "$toy" --timeout-ms 3000 "$work/spin" 2>&1 | grep -q '#0 .* in spin ' && continue
    echo "FAILED: toy spin: the innermost function is not spin"
    failures=$((failures + 1))
done
expect 71 "ERROR: brickbat: out-of-memory (limit 200 MB)" --rss-limit-mb 200 "$work/memory"
expect 72 "ERROR: brickbat: oracle toy_is_calm violated: the toy was provoked" "$work/oracle"
expect 72 "LLVMFuzzerTestOneInput" "$work/oracle"
expect 73 "ERROR: brickbat: remote denial of service: abort" "$work/abort"
expect 73 "LLVMFuzzerTestOneInput" "$work/abort"
expect 72 "ERROR: brickbat: oracle time_per_input_byte violated" "$work/effort"
expect 72 " in compute " "$work/effort"
expect 0 "replay: oracle time_per_input_byte evaluated 1 times" "$work/effort-of-many-bytes-more"
expect 0 "replay: $work/zzz: ok" "$work/zzz" # others may have had the processor: once more
expect 0 "replay: oracle toy_is_calm evaluated 2 times" "$work/zzz"
expect 2 "cannot open '$work/nowhere'" "$work/nowhere"
expect 2 "replay: $work/calm: ok" "$work/nowhere" "$work/calm" # the others still run
expect 2 "cannot read '$work'" "$work"
expect 2 "usage:"
expect 2 "usage:" --timeout-ms soon "$work/calm"
expect 2 "usage:" --nonsense "$work/calm"
expect 0 '{"name": "toy", "protocol": "toy", "grammar": "", "parser": "toy", ' --info

[ "$failures" = 0 ] && echo "all fine"
exit "$((failures > 0))"
