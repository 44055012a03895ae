#!/usr/bin/env bash
# Saved inputs: replayed, shown, triaged, minimized; and every command that is printed, as printed.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
new_root
export BRICKBAT_ROOT=$root
mkdir in
for word in HANG EATS LEAK EXIT RUDE calm; do printf %s $word >in/$word; done
printf 'CRxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' >read_input
printf 'CWyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy' >write_input

say "replay says what each input did"
bb replay --no-build --timeout 1 toy_slow in/HANG
expect_code 1
expect_out '^timeout +in/HANG +timeout in loop_for_ever'
rm in/HANG
bb replay --no-build --timeout 20 --rss-limit-mb 64 toy_slow in
expect_code 1
expect_out '^oom +in/EATS'
expect_out '^leak +in/LEAK .* in leak '
expect_out '^crash +in/EXIT .*exit code 1'
expect_out '^oracle +in/RUDE'
expect_out '^ok +in/calm$'
bb replay --no-build toy_slow in/calm
expect_code 0
bb replay --no-build --json toy_crash read_input in/calm
expect_code 1
expect_json crash results 0 outcome
expect_json true results 0 crashed
expect_json read_behind results 0 crash_state 0
expect_json ok results 1 outcome

say "replay --expect-crash turns it round"
bb replay --no-build --expect-crash toy_crash read_input write_input
expect_code 0
bb replay --no-build --expect-crash toy_crash read_input in/calm
expect_code 1

say "files that are none"
bb replay --no-build toy_crash no-such-file
expect_code 3
expect_err "cannot read 'no-such-file': No such file"
mkdir empty
bb replay --no-build toy_crash empty
expect_code 3
expect_err "no file in the folder 'empty'"
bb show coap no-such-file
expect_code 3
bb show cosp read_input
expect_code 3
expect_err "did you mean"
bb show toy_crash read_input
expect_code 3
expect_err "has no grammar"

say "show decodes, also from standard input and without a project"
printf '\x40\x01\x00\x07' >get_request
bb show coap get_request
expect_code 0
expect_out message_id
(cd / && BRICKBAT_ROOT='' "$BRICKBAT" show coap - <"$root/get_request" >"$out" 2>"$err")
code=$?
expect_code 0
expect_out message_id

say "triage stores, and leaves the user's file alone"
bb triage --no-build toy_crash read_input write_input in/calm
expect_code 1
expect_out '^FINDING toy_crash-[0-9a-f]+  heap-buffer-overflow READ 1   new, '
expect_out '^  in        read_behind  .*toy_crash.c:'
expect_out ' 32 bytes, minimized to 2$'
expect_out '^ok +in/calm$'
expect_file read_input
bb triage --no-build toy_crash read_input
expect_code 1
expect_out '  known, '
bb triage --no-build --json toy_crash write_input
expect_json finding results 0 what
expect_json false results 0 new
id=$(json_field results 0 id)
for name in finding.json input input.min stderr.txt repro.sh; do
    expect_file "reports/findings/$id/$name"
done
cmp -s write_input "reports/findings/$id/input" || fail "the stored input differs"

say "findings and finding"
bb findings
expect_code 0
expect_out "^$id +[a-z]+ +open "
bb findings --json --target toy_crash
expect_json 1 findings 0 hits
expect_json 1 findings 1 hits
bb findings --target toy_fine
expect_code 0
expect_err 'no findings'
bb finding "$id"
expect_code 0
expect_out 'write_behind'
bb finding "${id%????}"
expect_code 0
bb finding --json "$id"
expect_json "$id" id
bb finding toy_crash
expect_code 3
expect_err '2 findings begin with'

say "every printed command works as it is printed"
bb finding "$id"
grep -E '^  (reproduce|debug|minimize) ' "$out" | sed -E 's/^  [a-z]+ +//' >commands
[ -s commands ] || fail "no commands are printed"
while read -r command; do
    echo "    $command"
    timeout 60 bash -c "$command" >"$out" 2>"$err" </dev/null
    code=$?
    case $command in
    *--gdb*)
        expect_code 0
        expect_out 'write_behind'
        ;;
    *" tmin "*) expect_code 0 ;;
    *) expect_code 1 ;;
    esac
done <commands
mkdir "$scratch/bin"
ln -s "$BRICKBAT" "$scratch/bin/brickbat"
PATH=$scratch/bin:$PATH sh "reports/findings/$id/repro.sh" >"$out" 2>"$err" </dev/null
code=$?
expect_code 1

say "commands are right from another folder, too"
cd / || exit 1
bb finding "$id"
command=$(sed -n 's/^  reproduce //p' "$out")
timeout 60 bash -c "$command" >"$out" 2>"$err" </dev/null
code=$?
expect_code 1
cd "$root" || exit 1

say "log reads whole and cut reports"
bb log "reports/findings/$id/stderr.txt"
expect_code 0
expect_json write_behind crash_state 0
expect_json true complete
head -c 600 "reports/findings/$id/stderr.txt" >cut.txt
bb log cut.txt
expect_code 0
expect_json false complete
: >nothing.txt
bb log nothing.txt
expect_code 0
expect_json '' crash_type
bb log no-such.txt
expect_code 3

say "tmin keeps the bug"
bb tmin --no-build toy_crash write_input
expect_code 0
expect_out '^with 0x42 \(not 0x43\) as byte 0 it does not crash$'
expect_out '^39 -> 2 bytes, the same bug, .*: write_input.min$'
[ "$(cat write_input.min)" = CW ] || fail "minimized to '$(cat write_input.min)'"
bb tmin --no-build toy_crash write_input -o small
expect_code 0
expect_file small
bb tmin --no-build toy_crash in/calm
expect_code 3
expect_err 'nothing to minimize'
bb tmin --no-build toy_slow in/RUDE
expect_code 0
expect_out '^4 -> 4 bytes'

say "another bug that shows on the way is kept apart"
printf 'CRxxCWyy' >both
bb tmin --no-build toy_crash both
expect_code 0
[ "$(cat both.min)" = CR ] || fail "minimized to '$(cat both.min)'"
expect_err 'another bug \(heap-buffer-overflow WRITE 1 in write_behind'
[ "$(cat both.other-*)" = CWyy ] || fail "the other bug's input is '$(cat both.other-*)'"
bb tmin --no-build toy_crash both
[ "$(count_files both.other-*)" -eq 1 ] || fail "the other bug is kept twice"
rm -r reports
bb triage --no-build --json toy_crash both
expect_json true results 1 from_minimizer
bb findings --json
expect_json write_behind findings 0 report crash_state 0
expect_json read_behind findings 1 report crash_state 0
