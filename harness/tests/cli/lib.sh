# shellcheck shell=bash
# What the tests of the program share. Source it; it needs
#   BRICKBAT         the program under test
#   BRICKBAT_SOURCE  the project's folder
#   CLI_PROJECT      the toy project, built by setup.sh
#
# A test runs `bb WORDS...` in a scratch root and then says what it expects of code, stdout and
# stderr. The first expectation that fails ends the test and shows all three.

set -u
unset BRICKBAT_ROOT ASAN_OPTIONS UBSAN_OPTIONS NO_COLOR MAKEFLAGS MFLAGS

scratch=$(mktemp -d "${TMPDIR:-/tmp}/bb_cli.XXXXXX")
background=
cleanup() {
    [ -n "$background" ] && kill -KILL "$background" 2>/dev/null
    rm -rf "$scratch"
}
trap cleanup EXIT

out=$scratch/out
err=$scratch/err
code=-1

fail() {
    echo "FAILED: $*"
    echo "--- code $code, stdout:"
    head -n 60 "$out" 2>/dev/null
    echo "--- stderr:"
    head -n 60 "$err" 2>/dev/null
    exit 1
}

say() { echo "- $*"; }

# A fresh root with the toys' programs; its name in $root. The programs are linked, or copied where
# temporary files are on another file system.
new_root() {
    root=$scratch/root${1:-}
    mkdir -p "$root/build"
    cp "$CLI_PROJECT/CMakePresets.json" "$CLI_PROJECT/CMakeLists.txt" "$root"
    cp -r "$CLI_PROJECT/targets" "$CLI_PROJECT/corpus" "$root"
    for preset in libfuzzer afl replay; do
        mkdir -p "$root/build/$preset"
        cp "$CLI_PROJECT/build/$preset/targets.json" "$root/build/$preset"
        for toy in "$CLI_PROJECT/build/$preset"/toy_*; do
            if [ -f "$toy" ] && [ -x "$toy" ]; then
                ln "$toy" "$root/build/$preset" 2>/dev/null || cp "$toy" "$root/build/$preset"
            fi
        done
    done
    cd "$root" || exit 1
}

# Runs the program; none of its own may be reported by the sanitizers that it is built with.
bb() {
    timeout -k 5 100 "$BRICKBAT" "$@" >"$out" 2>"$err" </dev/null
    code=$?
    grep -q 'ERROR: [A-Za-z]*Sanitizer\|runtime error:' "$err" && fail "a sanitizer reports: brickbat $*"
    [ "$code" -eq 124 ] && fail "brickbat $* took too long"
    return 0
}

expect_code() { [ "$code" -eq "$1" ] || fail "exit code $code, expected $1"; }
expect_out() { grep -qE -- "$1" "$out" || fail "stdout does not say: $1"; }
expect_err() { grep -qE -- "$1" "$err" || fail "stderr does not say: $1"; }
expect_no_out() { [ ! -s "$out" ] || fail "stdout is not empty"; }
expect_not_in_out() { ! grep -qE -- "$1" "$out" || fail "stdout says: $1"; }
expect_not_in_err() { ! grep -qE -- "$1" "$err" || fail "stderr says: $1"; }
expect_file() { [ -e "$1" ] || fail "there is no $1"; }
expect_no_file() { [ ! -e "$1" ] || fail "there is a $1"; }
expect_short_err() { [ "$(wc -l <"$err")" -le "$1" ] || fail "stderr has more than $1 lines"; }

# A field of the JSON on stdout, by its keys and indices: json_field findings 0 id
json_field() {
    jq -r 'getpath($ARGS.positional | map(tonumber? // .))' --args "$@" <"$out" ||
        fail "stdout has no JSON field $*"
}

expect_json() {
    local want=$1 got
    shift
    got=$(json_field "$@") || exit 1
    [ "$got" = "$want" ] || fail "JSON field $* is '$got', expected '$want'"
}

count_files() { find "$@" -type f 2>/dev/null | wc -l; }

# The processes that run a program below this root.
processes_here() { pgrep -f "build/[a-z]*/toy_" | while read -r pid; do
    [ "$(readlink "/proc/$pid/cwd" 2>/dev/null)" = "$root" ] && echo "$pid"
done; }

expect_no_processes() {
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        [ -z "$(processes_here)" ] && return 0
        sleep 0.5
    done
    fail "processes are left: $(processes_here | xargs ps -o pid,ppid,args -p)"
}
