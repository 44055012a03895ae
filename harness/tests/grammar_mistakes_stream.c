#include "grammar_mistakes.h"

#include <stddef.h>

const struct mistake stream_mistakes[] = {
    /* Digests */
    {ROOT(INT(1, "digest: {kind: XOR8, from: \"f2\", to_end: true}") INT(2, "bits: 8")), NULL},
    {ROOT(INT(1, "bits: 8") INT(2, "digest: {from: \"f1\"}")), "M.f2: digest: of which kind?"},
    {ROOT(INT(1, "bits: 8") INT(2, "digest: {kind: KEYED, from: \"f1\"}")),
     "M.f2: digest: one that is KEYED needs a hook"},
    {ROOT(INT(1, "bits: 8") INT(2, "digest: {kind: XOR8, from: \"f1\", hook: \"x\"}")),
     "M.f2: digest: hook: only for one that is KEYED"},
    {ROOT(INT(1, "bits: 8") INT(2, "digest: {kind: XOR8}")), "M.f2: digest: from which field on?"},
    {ROOT(INT(1, "bits: 8") INT(2, "digest: {kind: XOR8, from: \"f3\"}")),
     "M.f2: digest: from: there is no 'f3' in this message"},
    {ROOT(INT(1, "bits: 8") INT(2, "digest: {kind: XOR8, from: \"f1\", to: \"f3\"}")),
     "M.f2: digest: to: there is no 'f3' in this message"},
    {ROOT(INT(1, "bits: 8") INT(2, "digest: {kind: XOR8, from: \"f1\", to: \"f1\", to_end: true}")),
     "M.f2: digest: takes only one of to and to_end"},
    {ROOT(INT(1, "bits: 8") INT(2, "bits: 8")
              INT(3, "digest: {kind: XOR8, from: \"f2\", to: \"f1\"}")),
     "M.f3: digest: 'f1' stands before 'f2'"},
    {ROOT(INT(1, "bits: 4") INT(2, "bits: 4") INT(3, "digest: {kind: XOR8, from: \"f2\"}")),
     "M.f3: measures from 'f2' on, in the midst of a run of bit fields"},
    {ROOT(INT(1, "bits: 4") INT(2, "bits: 4")
              INT(3, "digest: {kind: XOR8, from: \"f1\", to: \"f1\"}")),
     "M.f3: the range ends with 'f1', in the midst of a run of bit fields"},
    {ROOT(INT(1, "bits: 8") INT(2, "bits: 4, digest: {kind: XOR8, from: \"f1\"}")
              INT(3, "bits: 4")),
     "M.f2: a digest fills whole bytes of its own"},
    {ROOT(INT(1, "digest: {kind: XOR8, from: \"f2\", to: \"f2\"}")
              INT(2, "digest: {kind: XOR8, from: \"f1\", to: \"f1\"}")),
     "M.f1: digests that cover each other"},
    {ROOT(INT(1, "bits: 8") INT(2, "digest: {kind: XOR8, from: \"f1\", also: {}}")),
     "M.f2: also: takes one of field, value and size"},
    {ROOT(INT(1, "bits: 8")
              INT(2, "digest: {kind: XOR8, from: \"f1\", also: {value: 1, bits: 12}}")),
     "M.f2: also: bits: 12 is not 8, 16, ... 64"},
    {ROOT(INT(1, "bits: 8") INT(2, "digest: {kind: XOR8, from: \"f1\", also: {field: \"f1\"}}")),
     "M.f2: also: no message around has a field 'f1'"},
    {ROOT("optional P x = 1; optional N n = 2;") "message P {" INT(
         1, "bits: 8") "}"
                       "message N {" INT(1, "bits: 8")
                           INT(2, "digest: {kind: XOR8, from: \"f1\", also: {field: \"x\"}}") "}",
     "M.x: a digest covers it, which only single integers of whole bytes and bytes can be, and no "
     "lengths, counts and digests"},
    {ROOT(INT(1, "bits: 8") INT(2, "digest: {kind: XOR8, from: \"f1\"}, sets: \"x\"")),
     "M.f2: sets, selects_bank: not for a length, count or digest"},

    /* Other forms */
    {ROOT(BYTES(1, "rest: true, transform: {}")), "M.f1: transform: of which kind?"},
    {ROOT(INT(1, "bits: 8, transform: {kind: BASE64}")),
     "M.f1: transform: only for single bytes, strings and messages"},
    {ROOT("repeated N f1 = 1 " W(
         "rest: true, transform: {kind: BASE64}")) "message N {" INT(1, "bits: 8") "}",
     "M.f1: transform: only for single bytes, strings and messages"},
    {ROOT("optional N f1 = 1 " W("transform: {kind: BASE64}")) "message N {" INT(1, "bits: 8") "}",
     "M.f1: transform: where does it end? Say prefix or rest, or have a length measure it"},
    {ROOT(BYTES(1, "size: \"2\", transform: {kind: BASE64}")),
     "M.f1: transform: its size follows from its content, so it cannot be stated"},
    {ROOT(BYTES(1, "rest: true, transform: {kind: CIPHER}")),
     "M.f1: transform: a CIPHER needs a hook"},
    {ROOT(BYTES(1, "rest: true, transform: {kind: ZLIB, hook: \"x\"}")),
     "M.f1: transform: hook: only for a CIPHER"},
    {ROOT("optional N f1 = 1 " W("rest: true, transform: {kind: ZLIB}")) "message N {" INT(
         1, "bits: 8, length: {to_end: true}") "}",
     "M.f1: N has a length to its end: put it into a message with rest: true"},
    {ROOT(BYTES(1, "rest: true, transform: {kind: XOR}")), "M.f1: transform: XOR needs a key"},
    {ROOT(BYTES(1, "rest: true, transform: {kind: HEX_DIGITS, key: \"1\"}")),
     "M.f1: transform: key, key_bytes: only for XOR"},
    {ROOT(BYTES(1, "rest: true, transform: {kind: XOR, key: \"1\", key_bytes: 9}")),
     "M.f1: transform: key_bytes: 1 to 8"},
    {ROOT(BYTES(1, "rest: true, transform: {kind: XOR, key: \"peek\"}")),
     "M.f1: key: it cannot ask for peek"},
    {ROOT(INT(1, "bits: 8, is: \"here\"")), "M.f1: is: it cannot ask for here"},
    {ROOT(INT(1, "bits: 8, is: \"1\", value: 1")),
     "M.f1: takes only one of value, is, length, count, digest and selector"},
    {ROOT(INT(1, "bits: 8, is: \"1\", coding: SIZED, rest: true")),
     "M.f1: is: not together with delta or SIZED"},
    {ROOT(INT(1, "bits: 8") INT(2, "bits: 8, is: \"whole_size + f1\"")),
     "M.f2: is: whole_size goes together with numbers only"},
    {ROOT(INT(1, "bits: 8, is: \"whole_size\", sets: \"a\"")),
     "M.f1: is: what is known only behind all pieces can set no variable"},
    {ROOT(INT(1, "bits: 8, when: \"piece_offset\"")),
     "M.f1: when: \"piece_offset\": only in 'is': 'piece_offset'"},
    {ROOT(INT(1, "bits: 8, ahead: \"peek\", value: 1")),
     "M.f1: ahead: only for a single FIXED integer, and no derived one"},
    {ROOT(BYTES(1, "rest: true, ahead: \"peek\"")),
     "M.f1: ahead: only for a single FIXED integer, and no derived one"},

    /* Pieces */
    {ROOT("repeated N f1 = 1;\noptional P f2 = 2 " W(
         "joins: \"f1\"")) "message N {" INT(1, "bits: 8") "} message P {" INT(1, "bits: 8") "}",
     "M.f2: joins: nothing in 'f1' is a piece"},
    {ROOT("repeated N f1 = 1;\n" INT(2, "bits: 8") "optional P f3 = 3 " W(
         "joins: \"f1\"")) "message N {" BYTES(1, "prefix: {}, piece: true") "} message P "
                                                                             "{" INT(1, "bits: "
                                                                                        "8") "}",
     "M.f3: joins: 'f1' is no repeated field right before it"},
    {ROOT("repeated N f1 = 1;\noptional P f2 = 2 " W(
         "joins: \"f1\", rest: true")) "message N {" BYTES(1,
                                                           "prefix: {}, piece: true") "} message P "
                                                                                      "{" INT(
                                                                                          1,
                                                                                          "bits"
                                                                                          ": 8") "}",
     "M.f2: joins: it takes no bytes of its own, so none of their options"},
    {ROOT("repeated N f1 = 1;\n" BYTES(2, "joins: \"f1\", rest: true")) "message N {" BYTES(
         1, "prefix: {}, piece: true") "}",
     "M.f2: joins: only for single messages"},
    {ROOT(INT(1, "bits: 8, piece: true")), "M.f1: piece: only for single bytes and strings"},
    {ROOT(BYTES(1, "size: \"1\", piece: true")),
     "M.f1: piece: takes no size, transform or literal"},
    {0},
};
