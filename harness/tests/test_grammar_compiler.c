/*
 * Mistakes in a grammar: protoc with our plugin, as CMake runs them, names file, message, field and
 * reason. What is right is tested by the grammars themselves.
 *
 * Arguments: protoc, protoc-gen-wire, the folder of brickbat/wire.proto, that of google/protobuf,
 * and one to work in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/subprocess.h"
#include "grammar_mistakes.h"

enum { MAX_TEXT_BYTES = 1 << 16, TIMEOUT_MS = 60000 };

static const struct mistake mistakes[] = {
    {ROOT(INT(1, "bits: 8")), NULL},

    /* Integers and bit runs */
    {ROOT("optional int32 f1 = 1;"),
     "M.f1: type not usable on the wire: take bool, an enum, uint32, "
     "uint64, bytes, string or a message"},
    {ROOT(INT(1, "bits: 65")), "M.f1: bits: 65 is not within 1 to 64"},
    {ROOT(INT(1, "bits: 3") INT(2, "bits: 4")),
     "M.f1: the bit fields from here on do not fill whole bytes (7 bits)"},
    {ROOT(INT(1, "bits: 3") BYTES(2, "rest: true")),
     "M.f1: the bit fields from here on do not fill whole bytes (3 bits)"},
    {ROOT(INT(1, "bits: 4") INT(2, "bits: 4, when: \"f1\"")),
     "M.f2: 'when' cannot take a bit field out of the midst of a byte"},
    {ROOT(INT(1, "bits: 4") INT(2, "bits: 12, little_endian: true")),
     "M.f2: byte order differs within one run of bit fields"},
    {ROOT("repeated uint32 f1 = 1 " W("bits: 4")),
     "M.f1: must fill whole bytes here (it has 4 bits)"},
    {ROOT(INT(1, "bits: 8, coding: EXTENDED")),
     "M.f1: EXTENDED needs 'extension', and only that has any"},
    {ROOT(INT(1, "bits: 8, extension: {marker: 9, bytes: 1}")),
     "M.f1: EXTENDED needs 'extension', and only that has any"},
    {ROOT(INT(1, "bits: 24, coding: EXTENDED, extension: {marker: 9, bytes: 1}")),
     "M.f1: EXTENDED: at most 16 bits"},
    {ROOT(INT(1, "bits: 8, coding: EXTENDED, extension: {marker: 9}")),
     "M.f1: extension: bytes are not within 1 to 8"},
    {ROOT(INT(1, "bits: 8, coding: EXTENDED, extension: {marker: 9, bytes: 8, bias: 9}")),
     "M.f1: extension: with 8 bytes there is no room for a bias"},
    {ROOT(INT(1, "bits: 8, coding: EXTENDED, extension: {marker: 256, bytes: 1}")),
     "M.f1: extension: marker 256 does not fit in 8 bits"},
    {ROOT(INT(1, "bits: 8, coding: EXTENDED, extension: [{marker: 9, bytes: 1}, "
                 "{marker: 9, bytes: 2}]")),
     "M.f1: extension: markers must ascend"},
    {ROOT(INT(1, "bits: 8, coding: EXTENDED, extension: {marker: 9, bytes: 1, bias: 10}")),
     "M.f1: extension: no form holds the value 9"},
    {ROOT(INT(1, "bits: 8, coding: EXTENDED, extension: [{marker: 9, bytes: 2}, "
                 "{marker: 10, bytes: 1}]")),
     "M.f1: extension: marker 10 holds no more than those before"},
    {ROOT(BYTES(1, "prefix: {bits: 8, coding: EXTENDED}")),
     "M.f1_length: EXTENDED needs 'extension', and only that has any"},
    {ROOT(INT(1, "bits: 4, value: 16") INT(2, "bits: 4")),
     "M.f1: value: 16 does not fit in 4 bits"},
    {ROOT(INT(1, "bits: 20, coding: SIZED") INT(2, "bits: 4") BYTES(3, "rest: true")),
     "M.f1: a SIZED run takes all bytes of its scope, so nothing can stand behind it"},
    {ROOT(INT(1, "bits: 12") INT(2, "bits: 4, coding: SIZED")),
     "M.f2: only the first field of a run can be SIZED"},
    {ROOT("repeated uint32 f1 = 1 " W("coding: SIZED")),
     "M.f1: where does an element end? Make each a message of its own"},

    {ROOT(INT(1, "digits: 2")), "M.f1: digits: only for DECIMAL, HEX and BINARY"},
    {ROOT(INT(1, "coding: DECIMAL, digits: 65")), "M.f1: digits: 65 is not within 1 to 64"},
    {ROOT(INT(1, "coding: DECIMAL, digits: 2, value: 100")),
     "M.f1: value: 100 does not fit in 32 bits"},
    {ROOT(INT(1, "coding: DECIMAL, lower_case: true")), "M.f1: lower_case: only for HEX"},
    {ROOT(BYTES(1, "rest: true, digits: 2")),
     "M.f1: bits, coding, little_endian, digits, lower_case, delta and selects_bank are for "
     "integers"},
    {ROOT(BYTES(1, "size: \"1\"") INT(2, "coding: HEX, digest: {kind: XOR8, from: \"f1\"}")),
     "M.f2: a digest has a fixed number of digits: say how many"},
    {ROOT("repeated uint32 f1 = 1 " W("coding: DECIMAL")),
     "M.f1: where does an element end? Make each a message of its own"},
    {ROOT(BYTES(1, "rest: true") INT(2, "coding: DECIMAL")),
     "M.f1: rest: 'f2' behind it has no fixed size"},
    {ROOT(BYTES(1, "rest: true") INT(2, "coding: DECIMAL, digits: 3")), NULL},
    {ROOT(INT(1, "") BYTES(2, "rest: true") INT(3, "when: \"f1\"") INT(4, "when: \"f1 > 1\"")),
     NULL},
    {ROOT(BYTES(1, "rest: true") INT(2, "") INT(3, "when: \"f2\"")),
     "M.f3: when: 'f1' reaches up to here, so it can only ask for what is before that"},
    {ROOT(BYTES(1, "rest: true") INT(2, "when: \"more\"")),
     "M.f2: when: 'f1' reaches up to here, so it can only ask for what is before that"},
    {ROOT(INT(1, "coding: HEX, size: \"4\", length: {of: \"f2\"}") BYTES(2, "")),
     "M.f1: size: an integer has a size of its own"},
    {ROOT(INT(1, "bits: 8, bias: 1, value: 3")), "M.f1: bias: not for a constant or digest"},
    {ROOT(INT(1, "bits: 8, bias: 1, length: {of: \"f2\"}") BYTES(2, "")),
     "M.f1: bias: of a length, say it within 'length'"},
    {ROOT("repeated N f1 = 1;") "message N {" INT(1, "bits: 8, bias: 1, delta: true") "}",
     "N.f1: bias: not together with delta"},
    {ROOT(INT(1, "bits: 8, bias: 1, coding: EXTENDED, extension: {marker: 9, bytes: 1}")),
     "M.f1: bias: the extensions of EXTENDED have their own"},
    {ROOT(INT(1, "coding: HEX, digits: 2, bias: 1")),
     "M.f1: bias: not for DECIMAL, HEX and BINARY"},

    /* Constants, lengths, counts, digests */
    {ROOT(INT(1, "value: 1, length: {of: \"f2\"}") BYTES(2, "rest: true")),
     "M.f1: takes only one of value, is, length, count, digest and selector"},
    {ROOT(BYTES(1, "value: 1, size: \"1\"")), "M.f1: only integers can be constant or derived"},
    {ROOT("repeated uint32 f1 = 1 " W("value: 1")),
     "M.f1: a constant or derived field cannot be repeated or a member of a oneof"},
    {ROOT(INT(1, "length: {of: \"f3\"}") BYTES(2, "rest: true")),
     "M.f1: measures 'f3', which this message does not have"},
    {ROOT(INT(1, "length: {}") BYTES(2, "rest: true")), "M.f1: measures nothing: say which field"},
    {ROOT(BYTES(1, "size: \"1\"") INT(2, "length: {of: \"f1\"}")),
     "M.f2: must stand before 'f1', which it measures"},
    {ROOT(INT(1, "length: {of: \"f2\"}") INT(2, "bits: 8")), "M.f1: 'f2' has a size of its own"},
    {ROOT(INT(1, "length: {of: \"f3\"}") INT(2, "length: {of: \"f3\"}") BYTES(3, "")),
     "M.f2: 'f3' has a length already"},
    {ROOT(INT(1, "length: {of: \"f2\"}") BYTES(2, "size: \"1\"")),
     "M.f2: its size is said twice: a length measures it"},
    {ROOT(INT(1, "bits: 8, length: {of: \"f2\", before: 65536}") BYTES(2, "")),
     "M.f1: length: before: 65536 is more than 65535"},
    {ROOT(INT(1, "length: {of: \"f2\", unit: 0}") BYTES(2, "")), "M.f1: length: unit: 0"},
    {ROOT(INT(1, "length: {to_end: true}") BYTES(2, "rest: true")),
     "M: a grammar's root has no length to its end: put all into a message with rest: true"},
    {ROOT("optional N f1 = 1;") "message N {" INT(1, "bits: 4, length: {to_end: true}")
         INT(2, "bits: 4") "}",
     "N.f1: measures from 'f2' on, in the midst of a run of bit fields"},
    {ROOT(INT(1, "length: {of: \"f2\", each: true}") BYTES(2, "")),
     "M.f1: each: 'f2' is not repeated"},
    {ROOT(INT(1, "length: {of: \"f2\", each: true}") "repeated uint32 f2 = 2 " W("bits: 8")),
     "M.f1: each: 'f2' has elements with a size of their own"},
    {ROOT("optional N f1 = 1;") "message N {" INT(1, "length: {of: \"f2\", each: true, to_end: "
                                                     "true}") "repeated bytes f2 = 2; }",
     "N.f1: each: not together with to_end"},
    {ROOT(INT(1, "count: \"f2\"") INT(2, "bits: 8")), "M.f1: count: 'f2' is not repeated"},
    {ROOT(INT(1, "bits: 16, digest: {kind: CRC16_MODBUS, from: \"f2\"}") INT(2, "bits: 8")),
     "M.f1: digest: 'f2' does not stand before it: say to or to_end"},

    /* Extents */
    {ROOT("optional bytes f1 = 1;"),
     "M.f1: how long is it? Say prefix, size, rest or end, or have a length measure it"},
    {ROOT("repeated string f1 = 1;"),
     "M.f1: where does an element end? Make each a message of its own"},
    {ROOT(BYTES(1, "prefix: {}, rest: true")), "M.f1: takes only one of prefix, size and rest"},
    {ROOT(BYTES(1, "rest: true") BYTES(2, "prefix: {}")),
     "M.f1: rest: 'f2' behind it has no fixed size"},
    {ROOT(INT(1, "rest: true")), "M.f1: rest: an integer has a size of its own"},
    {ROOT(INT(1, "size: \"2\"")), "M.f1: size: an integer has a size of its own"},
    {ROOT(BYTES(1, "rest: true, bits: 8")),
     "M.f1: bits, coding, little_endian, digits, lower_case, delta and selects_bank are for "
     "integers"},
    {ROOT(INT(1, "max_size: 8")), "M.f1: max_size, min_size: only for bytes and strings"},
    {ROOT(BYTES(1, "rest: true, max_size: 2, min_size: 3")),
     "M.f1: min_size: more than max_size, or than 32"},

    /* Expressions */
    {ROOT(INT(1, "") INT(2, "when: \"f3\"")), "M.f2: when: \"f3\": no such field: 'f3'"},
    {ROOT("oneof o { option (brickbat.wire_oneof) = {switch: \"f1\", when: \"f4\"};\n"
          "N f2 = 2 " W("case: 1") "N f3 = 3 " W(
              "otherwise: true") "}\n" INT(1, "bits: 8")) "message N {}",
     "M.f2: when: \"f4\": no such field: 'f4'"},
    {ROOT(INT(1, "when: \"f2\"") INT(2, "")),
     "M.f1: when: \"f2\": only fields that stand before this one are known, not 'f2'"},
    {ROOT(BYTES(1, "size: \"1\"") INT(2, "when: \"f1\"")),
     "M.f2: when: \"f1\": not a single integer that stands by itself: 'f1'"},
    {ROOT(INT(1, "") INT(2, "when: \"$x == 1\"")),
     "M.f2: when: \"$x == 1\": no field sets the context variable 'x'"},
    {ROOT(INT(1, "") INT(2, "when: \"^.f1\"")),
     "M.f2: when: \"^.f1\": there is no enclosing message for 'f1'"},
    {ROOT("optional N f1 = 1;\n" INT(2, "")) "message N {" INT(1, "when: \"^.f2\"") "}",
     "N.f1: when: \"^.f2\": an enclosing message has it only behind this one: 'f2'"},
    {ROOT(INT(1, "") INT(2, "when: \"(f1 == 1\"")),
     "M.f2: when: \"(f1 == 1\": a ')' is missing before"},
    {ROOT(INT(1, "") INT(2, "when: \"f1 ? 1\"")),
     "M.f2: when: \"f1 ? 1\": a ':' is missing before"},
    {ROOT(INT(1, "") INT(2, "when: \"f1 ^ 1\"")),
     "M.f2: when: \"f1 ^ 1\": cannot read on at '^ 1'"},
    {ROOT(INT(1, "when: \"peek(x) == 1\"")),
     "M.f1: when: \"peek(x) == 1\": peek: how many bytes ahead? A small number, not 'x) == 1'"},
    {ROOT(INT(1, "when: \"peek(1 == 1\"")),
     "M.f1: when: \"peek(1 == 1\": a ')' is missing before '== 1'"},
    {ROOT(INT(1, "when: \"index\"")), "M.f1: when: \"index\": index: only in 'while'"},
    {ROOT("optional N f1 = 1;") "message N {" INT(1, "coding: BASE128, length: {of: \"f3\", "
                                                     "to_end: true}") BYTES(2, "size: \"here\"")
         BYTES(3, "rest: true") "}",
     "N.f2: size: \"here\": here: not known behind a length of varying width: 'f1'"},
    {ROOT(INT(1, "") INT(2, "when: \"f1 ==\"")),
     "M.f2: when: \"f1 ==\": a name is missing or too long at"},
    {ROOT(INT(1, "") BYTES(2, "size: \"more\"")),
     "M.f2: size: 'more', 'peek' and 'room' have no meaning here"},
    {ROOT(INT(1, "length: {of: \"f2\"}") BYTES(2, "") INT(3, "when: \"f1 > 1\"")),
     "M.f3: when: \"f1 > 1\": not a single integer that stands by itself: 'f1'"},

    /* Presence and repetition */
    {ROOT(INT(1, "bits: 8, when: \"more\"") INT(2, "bits: 8")),
     "M.f2: stands behind an optional tail: it must ask for 'more' too"},
    {ROOT(INT(1, "bits: 8, when: \"more\", value: 255")),
     "M.f1: when: nothing in the tree would tell whether it was there: put it into a message with "
     "what comes along with it, and 'when' before that"},
    {ROOT("repeated uint32 f1 = 1 " W("bits: 8, prefix: {}, when: \"more\"")),
     "M.f1_length: when: nothing in the tree would tell whether it was there: put it into a "
     "message "
     "with what comes along with it, and 'when' before that"},
    {ROOT(INT(1, "while: \"more\"")), "M.f1: while: only for repeated fields"},

    /* Choices */
    {ROOT("oneof o { N f1 = 1; }") "message N {" INT(1, "") "}", NULL},
    {ROOT("oneof o { N f1 = 1; P f2 = 2; }") "message N {" INT(
         1, "bits: 8, value: 1") "}"
                                 "message P {" INT(1, "bits: 8") "}",
     "M.f2: does not begin with a constant, and its oneof has no switch"},
    {ROOT("oneof o { N f1 = 1; P f2 = 2; }") "message N {" INT(
         1, "bits: 8, value: 1") "}"
                                 "message P {" INT(1, "bits: 8, value: 1") "}",
     "M.f2: begins with the same constant as 'f1'"},
    {ROOT("oneof o { N f1 = 1; P f2 = 2; }") "message N {" INT(
         1, "bits: 8, value: 1") "}"
                                 "message P {" INT(1, "bits: 16, value: 0x1ff") "}",
     "M.f2: begins with the same constant as 'f1'"},
    {ROOT(INT(1,
              "bits: 8") "oneof o { option (brickbat.wire_oneof) = {switch: \"f1\"};\n"
                         "uint32 f2 = 2 " W("case: 1") "uint32 f3 = 3 " W("case: 2, case: 1") "}"),
     "M.f3: case 1 chooses another member already"},
    {ROOT(INT(1, "bits: 8") "oneof o { option (brickbat.wire_oneof) = {switch: \"f1\"};\n"
                            "uint32 f2 = 2 " W("case: 1") "uint32 f3 = 3; }"),
     "M.f3: no case chooses it"},
    {ROOT(INT(1, "bits: 8") "oneof o { option (brickbat.wire_oneof) = {switch: \"f1\"};\n"
                            "uint32 f2 = 2 " W("otherwise: true") "uint32 f3 = 3 " W(
                                "otherwise: true") "}"),
     "M.f2: more than one member is 'otherwise'"},
    {ROOT(INT(
         1, "bits: 8, selector: true") "oneof o {\n"
                                       "N f2 = 2; P f3 = 3; }") "message N {" INT(1,
                                                                                  "bits: 8, value: "
                                                                                  "1") "}"
                                                                                       "message P "
                                                                                       "{" INT(
                                                                                           1,
                                                                                           "bits: "
                                                                                           "8, "
                                                                                           "value: "
                                                                                           "2") "}",
     "M.f1: a selector that no oneof switches on"},
    {ROOT(INT(1, "bits: 8") "oneof o { option (brickbat.wire_oneof) = {switch: \"f1\"};\n"
                            "bytes f2 = 2 " W("case: 1, prefix: {}") "uint32 f3 = 3 " W(
                                "case: 2") "}"),
     "M.f2: a member of a oneof takes no prefix, size, rest, end, label, when or while: make it a "
     "message, say it of the oneof, or have a length measure the oneof"},
    {ROOT("oneof o { N f1 = 1 " W("case: 1") " }") "message N {" INT(1, "bits: 8") "}",
     "M.f1: case: the oneof has no switch"},
    {ROOT(INT(1, "case: 1")), "M.f1: case, text_case, otherwise: only for members of a oneof"},

    /* Order, context, tokens */
    {ROOT("repeated N f1 = 1;") "message N {" INT(1, "bits: 4, delta: true")
         INT(2, "bits: 4, delta: true") "}",
     "N.f2: a second delta field"},
    {ROOT("repeated N f1 = 1;") "message N {" INT(1, "coding: BASE128, delta: true") "}",
     "N.f1: delta: only for a single FIXED or EXTENDED integer that is not a length, "
     "count or digest"},
    {ROOT(INT(1, "length: {of: \"f2\"}, sets: \"x\"") BYTES(2, "")),
     "M.f1: sets, selects_bank: not for a length, count or digest"},
    {ROOT(BYTES(1, "rest: true, dict: \"words\"")),
     "M.f1: dict: the file has no dictionary 'words'"},
    {ROOT(INT(1, "token: \"x\"")), "M.f1: only bytes and strings have tokens"},

    /* References */
    {ROOT(BYTES(1, "rest: true, anchor: true")), "M.f1: anchor: only for messages"},
    {ROOT(INT(1, "value: 1, reference: true")),
     "M.f1: reference: only for plain integers of at most 32 bits, not in digits"},
    {ROOT(INT(1, "reference: true")), "M: refers to anchors, and no field is an anchor"},
    {ROOT("repeated N f1 = 1 " W("anchor: true")) "message N {" INT(1, "") "}",
     "M: has an anchor, and no field is a reference"},
    {"message M { option (brickbat.wire_message) = {grammar: \"g\", reference_base: true};\n"
     "repeated N f1 = 1 " W("anchor: true") "}"
                                            "message N {" INT(1, "reference: true")
                                                BYTES(2, "prefix: {coding: BASE128}") "}",
     "N.f2_length: a length or count within a reference_base cannot vary in width: anchors behind "
     "it "
     "would move"},

    /* Grammars */
    {"message M { option (brickbat.wire_message) = {grammar: \"a-b\"}; }",
     "M: grammar: \"a-b\" is not made of letters, digits and _"},
    {ROOT("") "message N { option (brickbat.wire_message) = {grammar: \"g\"}; }",
     "N: grammar: \"g\" is there twice"},
    {ROOT("optional N f1 = 1;") "message N { optional M f1 = 1; }",
     "N.f1: contains itself without end: it must be repeated, have a 'when', or stand in a oneof "
     "behind a member that ends it"},
    {NULL, NULL},
};

static const char *const *arguments; /* see above */
static char folder[512];

static void write_proto(const char *body)
{
    char path[1024];
    struct bb_buf text = BB_BUF_INIT(MAX_TEXT_BYTES);
    bb_buf_printf(&text, "syntax = \"proto2\";\npackage test;\nimport \"brickbat/wire.proto\";\n%s",
                  body);
    assert_true(bb_path_join(path, sizeof path, folder, "bad.proto"));
    assert_int_equal(bb_file_write(path, bb_buf_bytes(&text), NULL), BB_OK);
    bb_buf_free(&text);
}

/* Compiles bad.proto; ret_text gets what protoc prints. True if it succeeds. */
static bool compile(struct bb_buf *ret_text)
{
    char plugin[1024], out[1024], include[3][1024];
    snprintf(plugin, sizeof plugin, "--plugin=protoc-gen-wire=%s", arguments[1]);
    snprintf(out, sizeof out, "--wire_out=%s", folder);
    snprintf(include[0], sizeof include[0], "-I%s", folder);
    snprintf(include[1], sizeof include[1], "-I%s", arguments[2]);
    snprintf(include[2], sizeof include[2], "-I%s", arguments[3]);
    const char *argv[] = {arguments[0], plugin,     out,         include[0],
                          include[1],   include[2], "bad.proto", NULL};
    struct bb_stream to_text = {.to = BB_STREAM_BUF, .buf = ret_text};
    struct bb_subprocess_spec spec = {.argv = argv, .out = to_text, .err = to_text};
    struct bb_exit how = {0};
    assert_int_equal(bb_subprocess_run(&spec, TIMEOUT_MS, NULL, &how, NULL), BB_OK);
    return how.code == 0;
}

/* True if a line of the text is the expected error, or goes on behind it. */
static bool has_error(struct bb_bytes text, const char *error)
{
    struct bb_bytes line;
    char expected[1024];
    snprintf(expected, sizeof expected, "bad.proto: %s", error);
    while (bb_bytes_take_line(&text, &line)) {
        static const char from_protoc[] = "--wire_out: ";
        if (bb_bytes_has_prefix(line, from_protoc)) {
            line.ptr += strlen(from_protoc);
            line.len -= strlen(from_protoc);
        }
        if (bb_bytes_has_prefix(line, expected))
            return true;
    }
    return false;
}

/* Prints what is wrong, so that one run shows all of it. */
static bool is_reported(const struct mistake *mistake)
{
    struct bb_buf text = BB_BUF_INIT(MAX_TEXT_BYTES);
    write_proto(mistake->body);
    bool compiled = compile(&text);
    const char *error = mistake->error;
    bool right = error ? !compiled && has_error(bb_buf_bytes(&text), error) : compiled;
    if (!right)
        print_error("%s\n  expected: %s\n  protoc says: %s\n", mistake->body,
                    error ? error : "no mistake", bb_buf_str(&text));
    bb_buf_free(&text);
    return right;
}

static void assert_reported(const struct mistake *list)
{
    unsigned n_wrong = 0;
    for (const struct mistake *mistake = list; mistake->body; mistake++)
        n_wrong += !is_reported(mistake);
    assert_int_equal(n_wrong, 0);
}

static void test_compiler__names_file_message_field_and_reason(void **state)
{
    (void)state;
    assert_reported(mistakes);
}

static void test_compiler__names_mistakes_in_text(void **state)
{
    (void)state;
    assert_reported(text_mistakes);
}

static void test_compiler__names_mistakes_in_streams(void **state)
{
    (void)state;
    assert_reported(stream_mistakes);
}

static void test_compiler__reports_all_mistakes_at_once(void **state)
{
    (void)state;
    struct bb_buf text = BB_BUF_INIT(MAX_TEXT_BYTES);
    write_proto(ROOT("optional bytes f1 = 1;\n" INT(2, "length: {of: \"f9\"}")));
    assert_false(compile(&text));
    assert_true(has_error(bb_buf_bytes(&text), "M.f1: how long is it?"));
    assert_true(has_error(bb_buf_bytes(&text), "M.f2: measures 'f9'"));
    bb_buf_free(&text);
}

static void test_compiler__a_file_without_a_grammar_gives_no_tables(void **state)
{
    (void)state;
    char path[1024];
    struct bb_buf text = BB_BUF_INIT(MAX_TEXT_BYTES);
    write_proto("message M {}");
    assert_true(compile(&text));
    assert_true(bb_path_join(path, sizeof path, folder, "bad.wire.c"));
    assert_int_equal(unlink(path), 0); /* of the grammars that were right */
    assert_true(compile(&text));
    assert_int_not_equal(access(path, F_OK), 0);
    bb_buf_free(&text);
}

int main(int argc, char **argv)
{
    if (argc != 6 || !bb_path_join(folder, sizeof folder, argv[5], "grammar_compiler-XXXXXX") ||
        !mkdtemp(folder)) {
        fprintf(stderr, "usage: %s PROTOC PLUGIN INCLUDE PROTOBUF-INCLUDE FOLDER\n", argv[0]);
        return 2;
    }
    arguments = (const char *const *)argv + 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compiler__names_file_message_field_and_reason),
        cmocka_unit_test(test_compiler__names_mistakes_in_text),
        cmocka_unit_test(test_compiler__names_mistakes_in_streams),
        cmocka_unit_test(test_compiler__reports_all_mistakes_at_once),
        cmocka_unit_test(test_compiler__a_file_without_a_grammar_gives_no_tables),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    if (bb_folder_remove(folder, NULL) != BB_OK)
        fprintf(stderr, "left behind: %s\n", folder);
    return failed;
}
