/*
 * Examples of each thing that wire.proto can say, on a grammar that says just that
 * (primitives.proto).
 */
#ifndef BB_TESTS_PRIMITIVE_EXAMPLES_H
#define BB_TESTS_PRIMITIVE_EXAMPLES_H

/* What is seen is written so: `name=value`, bytes in hex; `name!truth` once it is known that the
 * name's value was a lie; `Message{ ... }`; `raw:hex` for bytes that no field took, `cut:hex` where
 * they end their message. */
struct example {
    const char *grammar;
    const char *bytes;
    const char *seen;
    const char *truth; /* the bytes without the lies; NULL: the same */
};

/* Each ends with one without a grammar. */
extern const struct example primitive_examples[]; /* what most grammars need */
extern const struct example binary_examples[];    /* references, BER, elements of one size */
extern const struct example text_examples[];
extern const struct example stream_examples[]; /* digests, other forms, fragments */

#endif
