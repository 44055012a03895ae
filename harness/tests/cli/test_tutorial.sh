#!/usr/bin/env bash
# The tutorial (harness/grammar/TUTORIAL.md) says what is so: its pieces of grammar stand in
# targets/stun/, and its commands print what it says.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
project=$(cd "$(dirname "$0")/../../.." && pwd)
tutorial=$project/harness/grammar/TUTORIAL.md
mkdir "$scratch/work" # it needs no toys
cd "$scratch/work" || exit 1

# blocks LANGUAGE: writes the tutorial's blocks of that language to LANGUAGE.1, LANGUAGE.2, ...
blocks() {
    awk -v language="$1" '
        $0 == "```" language { n++; inside = 1; file = language "." n; printf "" >file; next }
        /^```/ { inside = 0 }
        inside { print >file }' "$tutorial"
}

# contains FILE BLOCK: the block's lines follow one another in the file.
contains() {
    awk 'NR == FNR { want[++n] = $0; next }
        { have[++m] = $0 }
        END {
            for (i = 1; i + n - 1 <= m; i++) {
                for (k = 1; k <= n && have[i + k - 1] == want[k]; k++);
                if (k > n) exit 0
            }
            exit 1
        }' "$2" "$1"
}

say "pieces of grammar stand in the finished one"
blocks proto
for block in proto.*; do
    contains "$project/targets/stun/stun.proto" "$block" ||
        fail "$block is not in stun.proto: $(head -3 "$block")"
done
[ "$(find . -name 'proto.*' | wc -l)" -ge 6 ] || fail "the tutorial has too few pieces"
blocks cmake
contains "$project/targets/stun/CMakeLists.txt" cmake.1 || fail "CMakeLists.txt is another"

say "commands print what the tutorial says"
blocks console
mkdir bin
ln -s "$BRICKBAT" bin/brickbat
for block in console.*; do
    command=$(sed -n '1s/^\$ //p' "$block")
    sed 1d "$block" >expected
    (cd "$project" && PATH=$scratch/work/bin:$PATH bash -c "$command") >printed 2>&1
    diff expected printed || fail "'$command' prints something else"
done
