#!/usr/bin/env bash
# test_truth.sh FOLDER TRUTH: crashes of planted bugs get into the right buckets (ci/bench/truth, with
# few inputs); and TRUTH notices when they do not.
set -euo pipefail
folder=$1 truth=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# make INPUTS PARSER N: N inputs for each bug
make() {
    "$folder/planted_generate" "$2" 3 $(($3 * $("$folder/planted_generate" "$2"))) "$scratch/$1/$2"
}

# expect CODE INPUTS RULE
expect() {
    local code=0
    "$truth" "$folder" "$scratch/$2" 600 "$3" >"$scratch/out" 2>"$scratch/err" || code=$?
    [ "$code" = "$1" ] && return
    echo "FAILED: $2 by '$3': exit $code instead of $1"
    cat "$scratch/out" "$scratch/err"
    exit 1
}

for parser in meter blob session; do make all "$parser" 8; done
make all nested 4 # endless loops take their time
expect 0 all ours

make alike meter 1
for parser in blob session nested; do make alike "$parser" 0; done
expect 1 alike "type and innermost function" # merges
expect 0 alike ours

make ways meter 3
for parser in blob session nested; do make ways "$parser" 0; done
expect 1 ways "type and all functions" # splits
expect 0 ways "ours"

make fine session 0 # an input that does not crash
for parser in meter blob nested; do make fine "$parser" 0; done
echo "log fine" >"$scratch/fine/session/fine"
expect 3 fine ours
