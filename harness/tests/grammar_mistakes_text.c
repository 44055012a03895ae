#include "grammar_mistakes.h"

#include <stddef.h>

const struct mistake text_mistakes[] = {
    {ROOT(BYTES(1, "end: \"123456789\"")), "M.f1: end: has not 1 to 8 bytes"},
    {ROOT(BYTES(1, "end: \"\"")), "M.f1: end: has not 1 to 8 bytes"},
    {ROOT(BYTES(1, "rest: true, folds: true")), "M.f1: folds: only with end"},
    {ROOT(INT(1, "bits: 8, end: \",\"")), "M.f1: end: an integer has a size of its own"},
    {ROOT(BYTES(1, "rest: true") BYTES(2, "end: \",\"")),
     "M.f1: rest: 'f2' behind it has no fixed size"},
    {ROOT(BYTES(1, "literal: \"x\", rest: true")),
     "M.f1: a literal takes no prefix, size, rest or end"},
    {ROOT(BYTES(1, "literal: \"\"")), "M.f1: literal: of no bytes"},
    {ROOT(BYTES(1, "space: true, literal: \"x\"")),
     "M.f1: space: its literal is made of spaces and tabs"},
    {ROOT(BYTES(1, "rest: true, ignore_case: true")),
     "M.f1: ignore_case: only for a literal, or where a oneof switches"},
    {ROOT("repeated bytes f1 = 1 " W("literal: \"x\"")),
     "M.f1: a literal cannot be repeated or a member of a oneof"},
    {ROOT(INT(1, "literal: \"x\"")),
     "M.f1: literal, ignore_case and space are for bytes and strings"},
    {ROOT(INT(1, "length: {of: \"f2\"}") BYTES(2, "literal: \"x\"")),
     "M.f1: 'f2' has a size of its own"},
    {ROOT("oneof o { N f1 = 1; P f2 = 2; }") "message N {" BYTES(
         1, "literal: \"ab\", ignore_case: true") "} message P {" BYTES(1, "literal: \"ABC\"") "}",
     "M.f2: begins with the same constant as 'f1'"},
    {ROOT(BYTES(1, "size: \"1\"") "oneof o { option (brickbat.wire_oneof) = {switch: \"f1\"};\n"
                                  "uint32 f2 = 2 " W("text_case: \"a\"") "uint32 f3 = 3 " W(
                                      "text_case: \"b\"") "}"),
     "M.f1: chooses a member of a oneof: it must be a selector"},
    {ROOT(BYTES(
         1,
         "size: \"1\", selector: true") "oneof o {\n"
                                        "option (brickbat.wire_oneof) = {switch: "
                                        "\"f1\", ignore_case: true};\n"
                                        "uint32 f2 = 2 " W("text_case: \"a\"") "uint32 f3 = 3 " W(
                                            "text_case: \"A\"") "}"),
     "M.f3: text_case \"A\" chooses another member already"},
    {ROOT(BYTES(
         1,
         "size: \"1\", selector: true") "oneof o {\n"
                                        "option (brickbat.wire_oneof) = {switch: "
                                        "\"f1\"};\n"
                                        "uint32 f2 = 2 " W("text_case: \"a\"") "uint32 f3 = 3 " W(
                                            "case: 1") "}"),
     "M.f3: case: its oneof switches on a string: say text_case"},
    {ROOT(INT(1, "bits: 8") "oneof o { option (brickbat.wire_oneof) = {switch: \"f1\"};\n"
                            "uint32 f2 = 2 " W("case: 1") "uint32 f3 = 3 " W(
                                "case: 2, text_case: \"b\"") "}"),
     "M.f3: text_case: the oneof does not switch on a string"},

    {ROOT(INT(1, "length: {label: \"x\"}")), "x: label 'x': no field has it"},
    {ROOT(BYTES(1, "label: \"x\"")), "x: label 'x': no length has it"},
    {ROOT(INT(1, "bits: 8, length: {label: \"x\", of: \"f2\"}") BYTES(2, "label: \"x\"")),
     "M.f1: length: takes only one of label, of and to_end"},
    {ROOT(INT(1, "bits: 8, length: {label: \"x\"}") INT(2, "bits: 8, label: \"x\"")),
     "M.f2: label: it has a size of its own"},
    {ROOT(INT(1, "bits: 8, length: {label: \"x\"}") BYTES(2, "label: \"x\"")
              BYTES(3, "label: \"x\"")),
     "M.f3: a second field with label 'x' and no 'when'"},
    {ROOT(INT(1, "bits: 8, length: {label: \"x\"}") BYTES(2, "label: \"x\"")), NULL},
    {ROOT(BYTES(1, "rest: true, set_to: 2")),
     "M.f1: set_to: only with sets, for bytes and strings"},
    {ROOT("optional N f1 = 1 " W("sets: \"x\"")) "message N {" INT(1, "bits: 8") "}",
     "M.f1: sets: not for messages"},
    {NULL, NULL},
};
