/*
 * Indefinite lengths, X.690, section 8.1.3.6: 0x80 stands for the length, and two zero bytes stand
 * behind the contents.
 */
#ifndef BB_GRAMMAR_BER_H
#define BB_GRAMMAR_BER_H

#include "grammar/schema.h"

enum {
    BB_BER_INDEFINITE = 0xff, /* `len` of a length's node that is so; its value says nothing */
    BB_BER_END_BYTES = 2,
};

/* How many bytes of contents stand before the end-of-contents that matches, found from one element
 * to the next. False, ret_len untouched, if there is none: not BER, too short or nested too deeply.
 * Time is linear in what is walked over. */
bool bb_ber_find_end(struct bb_bytes bytes, size_t *ret_len);

static inline bool bb_ber_is_indefinite(const struct bb_field *field, unsigned len)
{
    return field->indefinite && len == BB_BER_INDEFINITE;
}

#endif
