#!/usr/bin/env bash
# test_grammar_reference.sh SOURCE_DIR PROTOC PROTOC_GEN_WIRE PROTOBUF_INCLUDE_DIR
#
# The reference of the wire language (harness/grammar/README.md) is complete and true: every option,
# value and word of an expression has a row that says who uses it, and who is named there does;
# examples stand in a grammar; what is said of them on the wire is what the tests of the primitives
# expect. The compiler says what this page and the tutorial quote.
set -u
source=$1
protoc=$2
plugin=$3
protobuf=$4
page=$source/harness/grammar/README.md
tutorial=$source/harness/grammar/TUTORIAL.md
language=$source/harness/include/brickbat/wire.proto
tests=$source/harness/tests
export LC_ALL=C
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

wrong() {
    echo "WRONG: $*"
    failures=$((failures + 1))
}

protos() {
    find "$source/targets" -name '*.proto'
    echo "$tests/primitives.proto"
}

# --- what there is ----------------------------------------------------------------------------------

# Message or enum, and its field or value, of wire.proto; words of expressions from their compiler.
# NO_* are reported as mistakes and FIXED is the default, but they have rows, too.
list_language() {
    awk '
        /^(message|enum) / { scope = $2; next }
        /^}/ { scope = "" }
        scope && /^  (optional|repeated) / { print scope "\t" $3 }
        scope && /^  [A-Z][A-Z0-9_]* *= / { print scope "\t" $1 }' "$language"
    grep -oE 'strcmp\(name, "[a-z_]+"\) == 0' "$source/harness/grammar/compiler/expr.c" |
        awk -F'"' '{ print "Expressions\t" $2 }'
    printf 'Expressions\t%s\n' name ^.name \$name
}

# Statements of the grammars that have options: file, name ("" of a file, Message, Message.field or
# Message.oneof), text.
list_statements() {
    protos | while read -r proto; do
        awk -v file="${proto##*/}" '
            function owner(   i) {
                for (i = depth; i > 0 && kind[i] != "message"; i--);
                return i ? name[i] : ""
            }
            function finish(   where, parts) {
                where = owner()
                if (text ~ /^ *option[ (]/) {
                    if (kind[depth] == "oneof") where = where "." name[depth]
                } else if (match(text, /[A-Za-z0-9_]+ *= *[0-9]+/)) {
                    split(substr(text, RSTART, RLENGTH), parts, / *=/)
                    where = where "." parts[1]
                }
                if (text ~ /\(brickbat\./) print file "\t" where "\t" text
                text = ""
            }
            function take(c,   head) {
                if (c == "\"") { quoted = !quoted; text = text c; return }
                if (quoted) { text = text c; return }
                if (c == "{" && (square || braces || text ~ /^ *option[ (].*= *$/)) braces++
                else if (c == "{") {
                    split(text, head, " ")
                    kind[++depth] = head[1]; name[depth] = head[2]; text = ""
                    return
                } else if (c == "}" && braces) braces--
                else if (c == "}") { depth--; text = ""; return }
                if (c == "[") square++
                if (c == "]") square--
                if (c == ";" && !square && !braces) finish()
                else text = text c
            }
            {
                for (i = 1; i <= length($0); i++) {
                    c = substr($0, i, 1)
                    if (c == "\\") { text = text substr($0, i++, 2); continue }
                    if (!quoted && substr($0, i, 2) == "//") break
                    take(c)
                }
                text = text " "
            }' "$proto"
    done
}

# grammar, bytes, tree of each example of the primitives, words by single spaces.
list_examples() {
    cat "$tests"/primitive_examples*.c | tr '\n' ' ' | sed -E 's/" +"//g; s/\{"p_/\n"p_/g' |
        awk -F'"' '/^"p_/ { line = $2 " | " $4 " | " $6; gsub(/ +/, " ", line); print line }'
}

# --- what the page says -----------------------------------------------------------------------------

# Section, first and last cell of each row of a table: section is what a heading has in quotes.
list_rows() {
    awk -F' \\| ' '
        /^#/ {
            if (match($0, /`[A-Za-z]+`/)) section = substr($0, RSTART + 1, RLENGTH - 2)
            else if (/^## /) section = substr($0, 4)
        }
        /^\| `/ {
            first = substr($1, 4); sub(/`$/, "", first)
            last = $NF; sub(/ \|$/, "", last)
            print section "\t" first "\t" last
        }' "$page"
}

# blocks LANGUAGE: what stands in blocks of that language.
blocks() {
    awk -v language="$1" '
        /^```/ { inside = $0 == "```" language; next }
        inside' "$page"
}

# --- and whether it is so ---------------------------------------------------------------------------

check_complete() {
    list_language | sort -u >"$work/language"
    cut -f 1,2 "$work/rows" | sort -u >"$work/named"
    while IFS=$'\t' read -r scope name; do
        wrong "'$name' of $scope has no row in harness/grammar/README.md"
    done < <(comm -23 "$work/language" "$work/named")
    cut -f 1 "$work/language" | sort -u >"$work/scopes"
    while IFS=$'\t' read -r scope name; do
        grep -qx "$scope" "$work/scopes" || continue
        [[ $name == 'peek(3)' ]] || wrong "'$name' has a row in $scope, which does not have it"
    done < <(comm -13 "$work/language" "$work/named")
}

# uses SCOPE NAME STATEMENT: whether the name, or the signs in front of it, stand in the statement.
uses() {
    case $1.$2 in
    Expressions.name) [[ $3 =~ (when|while|size|switch):\ *\"[a-z] ]] ;;
    Expressions.^.name) [[ $3 == *'^.'* ]] ;;
    Expressions.\$name) [[ $3 == *'$'* ]] ;;
    'Expressions.peek(3)') [[ $3 == *'peek('* ]] ;;
    *) [[ $3 =~ (^|[^A-Za-z0-9_])$2([^A-Za-z0-9_]|$) ]] ;;
    esac
}

check_use() { # SCOPE NAME CLAIM
    local claim=${3//\`/} file where statements
    [[ $claim == 'the default' ]] && return
    file=${claim%%: *}
    where=
    [[ $claim == *': '* ]] && where=${claim#*: }
    statements=$(awk -F'\t' -v f="$file" -v w="$where" '$1 == f && $2 == w { print $3 }' "$work/statements")
    if [[ -z $statements ]]; then
        wrong "$1, $2: used by '$claim', which is no field with options"
    elif ! uses "$1" "$2" "$statements"; then
        wrong "$1, $2: '$claim' does not use it"
    fi
}

check_uses() {
    local scope name claim
    while IFS=$'\t' read -r scope name claim; do
        grep -qx "$scope" "$work/scopes" && check_use "$scope" "$name" "$claim"
    done <"$work/rows"
}

check_examples() {
    local line
    protos | xargs cat | sed -E 's/^ +//' | sort -u >"$work/lines"
    while read -r line; do
        grep -qxF -- "$line" "$work/lines" || wrong "no grammar has the line: $line"
    done < <(blocks proto | sed -E 's/^ +//')
    list_examples | sort -u >"$work/examples"
    while read -r line; do
        grep -qxF -- "$line" "$work/examples" || wrong "not among primitive_examples*.c: $line"
    done < <(blocks text | sed -E 's/ +/ /g')
}

# The mistakes of the page, made in the tutorial's grammar.
check_mistakes() {
    local line n=0
    mkdir "$work/mistaken"
    sed 's/of: "attributes"/of: "atributes"/; s/size: "12"/size: "12 +"/' \
        "$source/targets/stun/stun.proto" >"$work/mistaken/stun.proto"
    "$protoc" "--plugin=protoc-gen-wire=$plugin" "--wire_out=$work/mistaken" "-I$work/mistaken" \
        "-I$source/harness/include" "-I$protobuf" stun.proto 2>&1 |
        sed 's/^--wire_out: //; /^$/d' >"$work/reported"
    while read -r line; do
        n=$((n + 1))
        grep -qxF "    $line" "$page" || wrong "the compiler reports: $line"
    done <"$work/reported"
    ((n == 2)) || wrong "the compiler reports $n mistakes of 2"
    grep -qxF "    $(head -n 1 "$work/reported")" "$tutorial" || wrong "the tutorial's mistake is another"
}

list_rows >"$work/rows"
list_statements >"$work/statements"
check_complete
check_uses
check_examples
check_mistakes
n=$(wc -l <"$work/language")
((n > 100)) || wrong "only $n options were found in wire.proto"
((failures == 0)) && echo "$n options, $(wc -l <"$work/statements") statements of grammars, $(wc -l <"$work/examples") examples"
exit $((failures > 0))
