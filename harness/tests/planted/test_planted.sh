#!/usr/bin/env bash
# test_planted.sh FOLDER [N]: N inputs for each parser with planted bugs (default 36). Each must end
# the program, with the canary of the bug that it is for; the same seed must make the same inputs.
set -euo pipefail
folder=$1 n=${2:-36}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export BRICKBAT_CANARY=$scratch/canary
export ASAN_OPTIONS=symbolize=0
failed=0

for parser in meter blob session nested; do
    "$folder/planted_generate" "$parser" 1 "$n" "$scratch/$parser"
    "$folder/planted_generate" "$parser" 1 "$n" "$scratch/$parser.again"
    diff -r "$scratch/$parser" "$scratch/$parser.again"
    [ "$(find "$scratch/$parser" -type f | wc -l)" -eq "$n" ]
    for input in "$scratch/$parser"/*; do
        name=$(basename "$input")
        rm -f "$BRICKBAT_CANARY"
        code=0
        {
            "$folder/planted_$parser" --timeout-ms 300 --rss-limit-mb 256 "$input"
        } >"$scratch/log" 2>&1 || code=$?
        bug=$(cat "$BRICKBAT_CANARY" 2>/dev/null || true)
        if [ "$code" -eq 0 ] || [ "$code" -eq 2 ] || [ "$bug" != "${name%%.*}" ]; then
            echo "$name: ended with $code, the canary says '$bug'"
            tail -n 5 "$scratch/log"
            failed=$((failed + 1))
        fi
    done
done
[ "$failed" -eq 0 ] || { echo "$failed inputs failed"; exit 1; }
