/*
 * Fields whose bytes stand on the wire in another form: hexadecimal, base64, compressed, masked,
 * as single bits, or whatever a hook makes of them.
 */
#ifndef BB_GRAMMAR_TRANSFORM_H
#define BB_GRAMMAR_TRANSFORM_H

#include <brickbat/hook.h>

#include "grammar/schema.h"

/* Decoded inputs may be so many times as large as the input as a whole. */
enum { BB_MAX_EXPANSION = 16 };

struct bb_form {
    const struct bb_field *field;
    const struct bb_hooks *hooks; /* NULL: none */
    uint64_t key;                 /* BB_TRANSFORM_XOR: of the field's key_bytes */
};

/* Decodes into at most `size` bytes; false if `coded` is no such encoding, or too large. */
bool bb_transform_decode(const struct bb_form *form, struct bb_bytes coded, uint8_t *plain,
                         size_t size, size_t *ret_size);

/* Encodes in the one way that is ours; false if that takes more than `size` bytes. What is
 * compressed is stored, not made smaller. */
bool bb_transform_encode(const struct bb_form *form, struct bb_bytes plain, uint8_t *coded,
                         size_t size, size_t *ret_size);

/* The most bytes that an encoding of so many can stand for. */
size_t bb_transform_room(const struct bb_field *field, size_t coded, size_t limit);

/* In front of a kept encoding: what its plain bytes hash to. */
uint64_t bb_transform_hash(struct bb_bytes plain);

#endif
