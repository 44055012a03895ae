/*
 * Mistakes in grammars, and what the compiler says about them.
 */
#ifndef BB_TESTS_GRAMMAR_MISTAKES_H
#define BB_TESTS_GRAMMAR_MISTAKES_H

struct mistake {
    const char *body;  /* of a file with the messages: M is the grammar's root */
    const char *error; /* without the file name; NULL: there is none */
};

/* The options of one field. */
#define W(options)        "[(brickbat.wire) = {" options "}];\n"
#define INT(n, options)   "optional uint32 f" #n " = " #n " " W(options)
#define BYTES(n, options) "optional bytes f" #n " = " #n " " W(options)
#define ROOT(fields)      "message M { option (brickbat.wire_message) = {grammar: \"g\"};\n" fields "}\n"

/* Each ends with one without a body. */
extern const struct mistake text_mistakes[];
extern const struct mistake stream_mistakes[]; /* digests, other forms, fragments */

#endif
