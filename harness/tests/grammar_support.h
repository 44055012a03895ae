/*
 * What the tests of grammars share. Linked into each of them; needs no registry.
 */
#ifndef TESTS_GRAMMAR_SUPPORT_H
#define TESTS_GRAMMAR_SUPPORT_H

#include "grammar/schema.h"

/* Lifts, renders and compares; prints both with the decoded input and fails the test when they
 * differ. Afterwards *ret_tree, whose cap must do, is that of the input. */
void assert_lossless(const struct bb_grammar *grammar, struct bb_bytes input,
                     struct bb_tree *ret_tree);

/* Flips, overwrites, cuts and removes bytes in place: what happens to messages on their way.
 * Returns the new length, never more than before. */
size_t damage(struct bb_rng *rng, uint8_t *bytes, size_t len);

/* "01 02ff" to bytes; spaces are left out. Returns how many; the text must be well-formed. */
size_t bytes_of_hex(const char *hex, uint8_t *ret_bytes, size_t size);

#endif
