#!/usr/bin/env bash
# Ctrl-C and kill -9 at any moment: no process is left, no crash is lost.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
new_root
export BRICKBAT_ROOT=$root

# Stands in for libFuzzer: writes one new crash file per start, as libFuzzer does, keeps account of
# it in written/, and ends. Killed at any moment, a file is in pending/ or was delivered.
mkdir written pending
cat >build/libfuzzer/writer <<'WRITER'
#!/bin/bash
for word in "$@"; do case $word in -artifact_prefix=*) prefix=${word#*=} ;; esac; done
echo "#2	INITED cov: 3 ft: 3 corp: 1/6b exec/s: 0 rss: 30Mb"
text="CR$$.$RANDOM"
name=crash-$(printf '%s' "$text" | sha1sum | cut -c1-40)
printf '%s' "$text" >"pending/$name"
: >"written/$name"
mv "pending/$name" "$prefix$name"
echo "artifact_prefix='$prefix'; Test unit written to $prefix$name"
exit 77
WRITER
chmod +x build/libfuzzer/writer
cp build/libfuzzer/targets.json real.json
sed 's,build/libfuzzer/toy_crash",build/libfuzzer/writer",' real.json >build/libfuzzer/targets.json

count_written() {
    local name n=0
    for name in written/*; do
        [ -e "pending/${name#written/}" ] || n=$((n + 1))
    done
    echo $n
}

say "kill -9 at six moments"
for delay in 0.5 0.9 1.4 1.8 2.3 3.1; do
    "$BRICKBAT" run --no-build --engine libfuzzer --time 20s --minimize-time 1s toy_crash \
        >"$out" 2>"$err" </dev/null &
    background=$!
    sleep $delay
    kill -KILL $background
    wait $background 2>/dev/null
    background=
done
expect_no_processes
[ "$(count_written)" -ge 3 ] || fail "only $(count_written) crash files were written"

say "triage takes up what is left, and all is in the store"
bb triage --no-build --no-minimize toy_crash
[ "$code" -le 1 ] || fail "triage ends with $code"
bb findings --json
expect_json "$(count_written)" findings 0 hits
bb triage --no-build toy_crash
expect_code 0
expect_err 'no crash files wait'

say "the next run takes up what is left, too"
"$BRICKBAT" run --no-build --engine libfuzzer --time 20s toy_crash >"$out" 2>"$err" </dev/null &
background=$!
for _ in $(seq 100); do
    [ "$(count_files reports/work/toy_crash/libfuzzer -name 'crash-*')" -ge 1 ] && break
    sleep 0.05
done
kill -KILL $background
wait $background 2>/dev/null
background=
cp real.json build/libfuzzer/targets.json
bb run --no-build --engine libfuzzer --no-minimize --runs 10 --time 10s toy_crash
expect_code 1
bb findings --json
expect_json "$(count_written)" findings 0 hits

say "kill -9 leaves no process of either engine"
"$BRICKBAT" run --no-build --time 60s toy_fine >"$out" 2>"$err" </dev/null &
background=$!
for _ in $(seq 100); do
    [ "$(processes_here | wc -l)" -ge 3 ] && break
    sleep 0.1
done
sleep 1
kill -KILL $background
wait $background 2>/dev/null
background=
expect_no_processes

say "Ctrl-C ends with 130, a summary, and nothing left running"
"$BRICKBAT" run --no-build --time 60s toy_fine >"$out" 2>"$err" </dev/null &
background=$!
for _ in $(seq 100); do
    pgrep -P $background -f build/libfuzzer/toy_fine >/dev/null && break
    sleep 0.1
done
sleep 2
kill -INT $background
wait $background
code=$?
background=
expect_code 130
expect_out '^toy_fine  .* executions in 0:0[0-9], .* exec/s \(interrupted\)'
expect_out '^  corpus '
expect_out '^  logs '
expect_no_processes

say "Ctrl-C while inputs are replayed"
mkdir in
for i in 1 2 3 4 5 6 7 8; do printf HANG >in/$i; done
"$BRICKBAT" replay --no-build --timeout 5 toy_slow in >"$out" 2>"$err" </dev/null &
background=$!
sleep 1
kill -INT $background
wait $background
code=$?
background=
expect_code 130
expect_no_processes
