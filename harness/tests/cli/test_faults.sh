#!/usr/bin/env bash
# What can go wrong around a run: each fault has one clear message, the right exit code, and loses
# nothing.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
new_root
export BRICKBAT_ROOT=$root
work=reports/work
quick="--no-build --no-minimize --engine libfuzzer --time 3s --seed 1"

say "a seed that crashes is set aside, and becomes a finding"
printf 'CRash' >corpus/toy_crash/bad_seed
bb run $quick --runs 50 toy_crash
expect_code 1
expect_err 'seed corpus/toy_crash/bad_seed fails \(crash\): set aside'
expect_out '^FINDING toy_crash-.* READ 1 '
expect_file corpus/toy_crash/bad_seed
rm corpus/toy_crash/bad_seed

say "so is a file of the live corpus"
printf 'CWhatever' >$work/toy_crash/corpus/from_elsewhere
bb run $quick --runs 50 toy_crash
expect_code 1
expect_err 'corpus file .* fails \(crash\): set aside'
expect_out 'WRITE 1 '
expect_no_file $work/toy_crash/corpus/from_elsewhere

say "no seed at all"
rm corpus/toy_fine/seed
bb run $quick toy_fine
expect_code 3
expect_err "'toy_fine' has no seed to begin with: put at least one input into corpus/toy_fine"
rmdir corpus/toy_fine
bb run $quick toy_fine
expect_code 3
expect_err "has no seed to begin with"
mkdir corpus/toy_fine
printf seed >corpus/toy_fine/seed

say "a target that fails on the empty input"
bb run --no-build --no-minimize --engine libfuzzer --time 8s toy_empty
expect_code 1
expect_err 'the empty input already fails'
expect_err 'libfuzzer.0 crashes before its first own input, each time'
expect_out '^FINDING toy_empty-'

say "a target that ends before its first input"
bb run $quick toy_quits
expect_code 3
expect_err "'build/replay/toy_quits' does not start"

say "a target that never gets to its first input"
bb run $quick --timeout 1 toy_stuck
expect_code 3
expect_err "'build/replay/toy_stuck' does not start: nothing happened for"

say "an engine that does not start"
sed -i 's,build/libfuzzer/toy_fine,build/libfuzzer/broken,' build/libfuzzer/targets.json
printf '#!/bin/sh\necho "the disk has melted" >&2\nexit 1\n' >build/libfuzzer/broken
chmod +x build/libfuzzer/broken
bb run $quick toy_fine
expect_code 3
expect_err 'libfuzzer.0 does not start: the disk has melted; its log: '
expect_err 'not one input was executed'

say "a program that is not there, or is none"
rm build/libfuzzer/broken
bb run $quick toy_fine
expect_code 3
expect_err "'build/libfuzzer/broken' is not built; .* build toy_fine"
echo nonsense >build/libfuzzer/broken
chmod +x build/libfuzzer/broken
bb run $quick toy_fine
expect_code 3
expect_err 'libfuzzer.0 does not start: .* not found'
sed -i 's,build/libfuzzer/broken,build/libfuzzer/toy_fine,' build/libfuzzer/targets.json

say "an engine killed in the middle of its work is started again"
"$BRICKBAT" run --no-build --engine libfuzzer --time 6s toy_fine >"$out" 2>"$err" </dev/null &
background=$!
for _ in $(seq 50); do
    pid=$(pgrep -P $background -f build/libfuzzer/toy_fine) && break
    sleep 0.1
done
sleep 1.5
kill -KILL "$pid"
wait $background
code=$?
background=
expect_code 0
expect_err 'libfuzzer.0 ended in the middle of its work \(signal 9 .*\) and is started again'
expect_out 'restarts after kills: 1'

say "two runs on one target"
"$BRICKBAT" run --no-build --engine libfuzzer --time 20s toy_fine >/dev/null 2>&1 </dev/null &
background=$!
for _ in $(seq 50); do
    pgrep -P $background -f build/libfuzzer/toy_fine >/dev/null && break
    sleep 0.1
done
bb run $quick toy_fine
expect_code 3
expect_err "another brickbat already fuzzes in '$work/toy_fine'"
kill -INT $background
wait $background
background=

say "a full disk"
export BRICKBAT_MIN_FREE_MB=4000000000
bb run $quick toy_fine
expect_code 3
expect_err 'is nearly full: [0-9]+ MB left, 4000000000 needed'
unset BRICKBAT_MIN_FREE_MB

say "reports/ cannot be written"
mv reports moved
echo >reports
bb run $quick toy_fine
expect_code 3
expect_short_err 3
bb findings
expect_code 3
rm reports
mv moved reports

say "a registry that is damaged"
cp build/replay/targets.json keep.json
head -c 100 keep.json >build/replay/targets.json
bb run $quick toy_fine
expect_code 3
expect_err "'build/replay/targets.json', line"
mv keep.json build/replay/targets.json

say "without AFL++"
mkdir "$scratch/bin"
for program in cmake ninja clang git sh; do
    ln -s "$(command -v $program)" "$scratch/bin/$program"
done
PATH=$scratch/bin "$BRICKBAT" run --no-build --time 3s toy_fine >"$out" 2>"$err" </dev/null
code=$?
expect_code 3
expect_err "AFL\\+\\+ is not installed \\(apt-get install afl\\+\\+\\)"
