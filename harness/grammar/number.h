/*
 * Integers written in digits (DECIMAL, HEX, BINARY).
 *
 * A node of such a field is of kind UINT when the number is spelled as rendering would, else of
 * kind BYTES: it holds the spelling that stands on the wire, which is rendered as it is.
 */
#ifndef BB_GRAMMAR_NUMBER_H
#define BB_GRAMMAR_NUMBER_H

#include "grammar/frame.h"

enum {
    BB_MAX_DIGITS = 64,   /* of 64 bits in binary */
    BB_MAX_SPELLING = 48, /* in decimal */
};

/* The largest value that the field's bits and digits hold. */
uint64_t bb_number_max(const struct bb_field *field);

/* How many digits the value has, without leading zeros; at least 1. */
unsigned bb_number_width(const struct bb_field *field, uint64_t value);

/* The lowest `width` digits of the value, leading zeros included. */
void bb_number_store(const struct bb_field *field, uint8_t *ptr, size_t width, uint64_t value);

/* What a lenient reader makes of a spelling: white space, '+' or "0x" (HEX) are skipped, digits
 * read up to what is none; 0 when there are none, UINT64_MAX when there are too many. */
uint64_t bb_number_read(const struct bb_field *field, struct bb_bytes spelling);

/* How many digits of the field's base the bytes begin with. */
size_t bb_number_span(const struct bb_field *field, struct bb_bytes bytes);

/* Whether a spelling is the one that is rendered: for `width` digits, or for 0 the shortest. */
bool bb_number_is_canonical(const struct bb_field *field, struct bb_bytes spelling, size_t width);

/* A spelling of which readers make different things: "+5", "0x5", "5e1", "-5", none at all.
 * Returns its length. ret_spelling has BB_MAX_SPELLING bytes. */
size_t bb_number_misspell(const struct bb_field *field, uint64_t value, struct bb_rng *rng,
                          uint8_t *ret_spelling);

/* The value of an integer's node, of either kind. */
static inline uint64_t bb_node_value(const struct bb_node *node)
{
    return node->kind == BB_NODE_UINT
               ? node->value
               : bb_number_read(node->field, bb_bytes_of(node->data, node->len));
}

#endif
