/*
 * Literals: bytes that are always the same, but for their case.
 */
#ifndef BB_GRAMMAR_LITERAL_H
#define BB_GRAMMAR_LITERAL_H

#include "grammar/frame.h"

static inline bool bb_is_space(uint8_t c)
{
    return c == ' ' || c == '\t';
}

/* Equal but for the case of ASCII letters. */
static inline bool bb_same_letters(const void *a, const void *b, size_t len)
{
    const uint8_t *x = a;
    const uint8_t *y = b;
    for (size_t i = 0; i < len; i++) {
        bool letter = (x[i] | 0x20) >= 'a' && (x[i] | 0x20) <= 'z';
        if (x[i] != y[i] && (!letter || (x[i] ^ y[i]) != 0x20))
            return false;
    }
    return true;
}

/* Whether the bytes begin with the literal. */
static inline bool bb_literal_begins(const struct bb_token *literal, bool ignore_case,
                                     struct bb_bytes bytes)
{
    if (bytes.len < literal->len)
        return false;
    return ignore_case ? bb_same_letters(bytes.ptr, literal->ptr, literal->len)
                       : memcmp(bytes.ptr, literal->ptr, literal->len) == 0;
}

static inline struct bb_bytes bb_token_bytes(const struct bb_token *token)
{
    return bb_bytes_of(token->ptr, token->len);
}

/* The member that this text chooses; NULL if none does. */
const struct bb_field *bb_slot_choose_text(const struct bb_slot *slot, struct bb_bytes text);

/* The value of a selector that is a string: its own node's, else what its oneof's member stands
 * for. */
struct bb_bytes bb_selector_text(const struct bb_scope *frame, unsigned slot);

#endif
