#!/usr/bin/env bash
# Words: right ones, wrong ones, help. Nothing is fuzzed here.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
new_root
export BRICKBAT_ROOT=$root # the program itself stands below another project

say "bad usage is 2, two lines at most, nothing on stdout"
while read -r words; do
    # shellcheck disable=SC2086
    bb $words
    expect_code 2
    expect_no_out
    expect_short_err 2
done <<'WORDS'

--wrong
rnu
run
run --time
run --time ten toy_fine
run --time 0 toy_fine
run --time 5x toy_fine
run --time -5 toy_fine
run --jobs 0 toy_fine
run --jobs 2x toy_fine
run --jobs 1 toy_fine
run --engine honggfuzz toy_fine
run --runs 0 toy_fine
run toy_fine -- -use_value_profile=1
run --tiem 5s toy_fine
doctor toy_fine
replay toy_fine
replay
show toy_fine
generate
generate coap modbus
generate coap -n 0
generate coap -n 10000001
generate coap --hostile some
generate coap --hostile 101
generate coap --max-size 0
generate coap --format xml
generate coap --format pcap
generate coap --port 5683
generate coap --format pcap --port 5683 --max-size 70000
generate coap --format hex --json
seeds coap
seeds --max-size 0 coap /dev/null
seeds --min-typed 101 coap /dev/null
seeds --port 65536 coap /dev/null
seeds --layer link --port 5683 coap /dev/null
seeds --layer network --per stream coap /dev/null
show --worst coap /dev/null
show --json coap /dev/null
show --port 0 coap /dev/null
show --port 5683,x coap /dev/null
show --direction up coap /dev/null
show --per byte coap /dev/null
show --layer 7 coap /dev/null
triage
finding
finding a b
finding a --split --merge b
finding a --ignore x --reopen
findings a
findings --severity terrible
findings --state gone
findings --group --recheck
tmin toy_crash
tmin toy_crash a b
tmin --runs 0 toy_crash a
tmin --runs 65 toy_crash a
tmin --need 1 toy_crash a
tmin --runs 3 --need 4 toy_crash a
tmin --replays 0 toy_crash a
tmin --jobs 0 toy_crash a
tmin --jobs 65 toy_crash a
log a b
doctor now
help no-such-verb
WORDS

say "the nearest right word is named"
bb rnu
expect_err "no command 'rnu'; did you mean 'run'\\?"
bb run --tiem 5s toy_fine
expect_err "no option '--tiem'; did you mean '--time'\\?"
bb run toy_fime --no-build
expect_code 3
expect_err "no target 'toy_fime'; did you mean 'toy_fine'\\?"
bb replay crash --no-build /dev/null
expect_code 3
expect_err "did you mean 'toy_crash'\\?"
bb finding toy_crash-00
expect_code 3
expect_err "no finding 'toy_crash-00'"

say "help is on stdout and 0"
bb help
expect_code 0
expect_out '^  run  '
for verb in $(sed -n 's/^  \([a-z]*\)  .*/\1/p' "$out"); do
    bb help "$verb"
    expect_code 0
    expect_out "^usage: .* $verb"
    cp "$out" "$scratch/help"
    bb "$verb" --help
    expect_code 0
    cmp -s "$scratch/help" "$out" || fail "'$verb --help' is not 'help $verb'"
done
bb --help
expect_code 0
bb --version
expect_code 0
expect_out '^brickbat [0-9]'

say "no colour where there is no terminal"
bb help
! grep -q "$(printf '\033')" "$out" || fail "escape sequences in a file"

say "completion is a script that knows the verbs and the targets"
bb completion
expect_code 0
bash -n "$out" || fail "not a script"
(
    . "$out"
    brickbat() { "$BRICKBAT" "$@"; }
    COMP_WORDS=(brickbat tri) COMP_CWORD=1
    _brickbat
    [ "${COMPREPLY[*]}" = triage ] || fail "completed to '${COMPREPLY[*]}'"
    COMP_WORDS=(brickbat run --ti) COMP_CWORD=2
    _brickbat
    [ "${COMPREPLY[*]}" = "--time --timeout" ] || fail "completed to '${COMPREPLY[*]}'"
    COMP_WORDS=("$BRICKBAT" run toy_f) COMP_CWORD=2
    _brickbat
    [ "${COMPREPLY[*]}" = toy_fine ] || fail "completed to '${COMPREPLY[*]}'"
    COMP_WORDS=("$BRICKBAT" show coap_s) COMP_CWORD=2
    _brickbat
    [ "${COMPREPLY[*]}" = coap_session ] || fail "completed to '${COMPREPLY[*]}'"
) || exit 1

say "roots"
cd / || exit 1
cp "$BRICKBAT" "$root/build/copy"
BRICKBAT_ROOT="" timeout 20 "$root/build/copy" list >"$out" 2>"$err"
code=$?
expect_code 0 # the root is above the program's own file
expect_out '^toy_crash '
cd "$root/targets" || exit 1
cp "$BRICKBAT" "$scratch/alone" # below no project
BRICKBAT_ROOT='' timeout 20 "$scratch/alone" list >"$out" 2>"$err"
code=$?
expect_code 0 # above the user's folder
cd / || exit 1
bb --root /etc list
expect_code 3
expect_err "'/etc' is no brickbat project"
bb list --root "$root"
expect_code 0
expect_out '^toy_crash '
BRICKBAT_ROOT=$root bb list --names
expect_code 0
expect_out '^toy_fine$'
cd "$root" || exit 1
BRICKBAT_ROOT=/nowhere bb list
expect_code 3
expect_err 'BRICKBAT_ROOT: there is no folder'

say "list"
bb --root . list --json
expect_code 0
expect_json toy_crash targets 0 name
expect_json 2 targets 0 seeds
expect_json null targets 0 last_run
bb --root . list toy fine
expect_code 0
expect_out '^toy_fine '
expect_not_in_out '^toy_crash '
bb --root . list toy nothing
expect_code 3
expect_err "no target has 'toy' and all other words"
registry=build/libfuzzer/targets.json
jq '.targets |= map(., select(.name == "toy_fine") + {name: "toy_fine_pristine", variant: "pristine"})' \
    "$registry" >twins.json && mv twins.json "$registry"
bb --root . list
expect_code 0
expect_out '^toy_fine '
expect_not_in_out '^toy_fine_pristine'
expect_out '^1 more: variants of these'
bb --root . list --all
expect_out '^toy_fine_pristine .*pristine'
expect_not_in_out 'more: variants'
bb --root . list --names
expect_out '^toy_fine_pristine$'
rm -r build
bb --root . list
expect_code 3
expect_err "no target is configured yet; 'brickbat build' does it"

say "doctor"
bb doctor --json
expect_json cmake checks 0 name
mkdir "$scratch/nothing"
PATH=$scratch/nothing "$BRICKBAT" doctor >"$out" 2>"$err"
code=$?
expect_code 3
expect_out 'MISSING  *clang  *not installed'
expect_out 'apt-get install afl\+\+'
