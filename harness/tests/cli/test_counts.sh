#!/usr/bin/env bash
# An input that had to wait for the processor is run once more, for its time; the engines see the edges
# of one run.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
new_root ""

same() { # OF-A-RUN-THAT-DOES-NOT-WAIT OF-ONE-THAT-DOES
    [[ $1 && $1 == "$2" ]] || fail "without waiting: '$1', with: '$2'"
}

say "AFL++ sees each edge as often as it was taken"
printf x >input
afl_map() { # TOY_WAITS_IN: the edges, and how often each was taken
    TOY_WAITS_IN=$1 AFL_NO_AFFINITY=1 afl-showmap -q -r -m none -o map -- build/afl/toy_patient input >said 2>&1 ||
        fail "$(cat said)"
    cat map
}
same "$(afl_map 0)" "$(afl_map 1)"

say "so does libFuzzer, for which an edge taken twice would be a feature of its own"
mkdir pair
printf a >pair/a
printf b >pair/b
features() { # TOY_WAITS_IN: of the pair
    TOY_WAITS_IN=$1 build/libfuzzer/toy_patient -runs=0 pair 2>&1 | grep -o 'INITED.*ft: [0-9]*'
}
same "$(features 0)" "$(features 3)"
