#!/usr/bin/env bash
# Fuzzing with the real engines: exit codes, findings, what is kept where.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
new_root
export BRICKBAT_ROOT=$root

say "libFuzzer finds a planted bug, goes on, and ends with 1"
bb run --no-build --engine libfuzzer --time 6s --seed 1 toy_crash
expect_code 1
expect_out '^FINDING toy_crash-[0-9a-f]+  heap-buffer-overflow (READ|WRITE) 1   new, '
expect_out '^  input     reports/findings/.* minimized to 2$'
expect_out '^  reproduce '
expect_out '^toy_crash  .* executions in 0:0'
expect_out 'restarts after crashes: [0-9]+'
expect_out '^  findings    [12] new, 0 known'
expect_err 'libFuzzer for 0:06, seed 1'
command=$(sed -n 's/^  reproduce //p' "$out" | head -n 1)
timeout 60 bash -c "$command" >"$scratch/again" 2>&1
[ $? -eq 1 ] || fail "'$command' does not end with 1"

say "no crash is in the live corpus, and none is left over"
"$BRICKBAT" replay --no-build toy_crash reports/work/toy_crash/corpus >"$out" 2>"$err"
code=$?
expect_code 0
[ "$(count_files reports/work/toy_crash/libfuzzer reports/work/toy_crash/aside)" -eq 0 ] ||
    fail "crash files are left over"
bb list
expect_out '^toy_crash .* execs, cov [0-9]+, [12] findings'

say "AFL++ finds it, too; the finding is known now"
bb run --no-build --engine afl --time 8s --seed 2 --json toy_crash
expect_code 1
expect_json 0 runs 0 untriaged
expect_json ended runs 0 engines 0 state
[ "$(json_field runs 0 findings)" -ge 1 ] || fail "AFL++ found nothing"
[ "$(json_field runs 0 execs)" -gt 100 ] || fail "AFL++ did not run"
grep -q '^command_line .* -s 2 ' reports/work/toy_crash/afl/main/fuzzer_stats || fail "not AFL++'s seed"
ls reports/work/toy_crash/afl/main/crashes/id* >/dev/null 2>&1 && fail "crash files are left over"

say "a target without bugs ends with 0, both engines on one corpus"
bb run --no-build --time 5s --seed 3 toy_fine
expect_code 0
expect_out '^  libfuzzer.0 .* executions, cov [1-9]'
expect_out '^  afl.0 .* executions, cov [1-9]'
expect_out '^  findings    0 new, 0 known'
expect_err '^libfuzzer.0 .* cov [0-9]+ .* left'

say "AFL++ has a fixed seed only if it is asked for"
bb run --no-build --engine afl --runs 500 --time 60s toy_fine
expect_code 0
expect_err 'AFL\+\+ for 1:00$'
grep -q '^command_line .* -s ' reports/work/toy_fine/afl/main/fuzzer_stats && fail "a seed of AFL++'s"

say "runs and flags for the engine"
bb run --no-build --engine libfuzzer --runs 2000 --time 60s toy_fine -- -print_corpus_stats=1 -max_len=5
expect_code 0
grep -q 'Done 2000 runs' reports/work/toy_fine/logs/libfuzzer.0.log || fail "not 2000 runs"
bb run --no-build --engine libfuzzer --runs 1000 --time 60s toy_fine -- -no_such_flag=1
expect_code 0
expect_err "libfuzzer.0 says: WARNING: unrecognized flag '-no_such_flag"

say "several targets share the time"
bb run --no-build --engine libfuzzer --time 4s --json toy_fine toy_slow
expect_json toy_fine runs 0 target
expect_json toy_slow runs 1 target
