/*
 * How integers stand on the wire, other than plainly in their bits.
 *
 *   varints   a length of their own, told by their bytes: BASE128, BASE128_BE, BER_LENGTH
 *   EXTENDED  some bits, whose upper values announce more bytes behind the run that they are in
 *   SIZED     as many bytes as the scope has
 */
#ifndef BB_GRAMMAR_CODING_H
#define BB_GRAMMAR_CODING_H

#include "grammar/schema.h"

enum { BB_VARINT_MAX_WIDTH = 10, BB_SIZED_MAX_WIDTH = 8 };

/* An integer of n bytes, at most 8. */
static inline uint64_t bb_load(const uint8_t *ptr, unsigned n, bool little_endian)
{
    uint64_t value = 0;
    if (n == 1)
        return ptr[0];
    if (n == 2)
        return little_endian ? ptr[0] | ptr[1] << 8 : ptr[0] << 8 | ptr[1];
    for (unsigned i = 0; i < n; i++)
        value |= (uint64_t)ptr[i] << 8 * (little_endian ? i : n - 1 - i);
    return value;
}

static inline void bb_store(uint8_t *ptr, unsigned n, bool little_endian, uint64_t value)
{
    if (n == 1) {
        ptr[0] = (uint8_t)value;
        return;
    }
    if (n == 2) {
        ptr[!little_endian] = (uint8_t)value;
        ptr[little_endian] = (uint8_t)(value >> 8);
        return;
    }
    for (unsigned i = 0; i < n; i++)
        ptr[i] = (uint8_t)(value >> 8 * (little_endian ? i : n - 1 - i));
}

static inline bool bb_is_varint(const struct bb_field *field)
{
    return field->coding == BB_CODING_BASE128 || field->coding == BB_CODING_BASE128_BE ||
           field->coding == BB_CODING_BER_LENGTH;
}

/* Reads a varint from the n bytes at ptr. Returns its width in bytes; 0, ret_value untouched, if it
 * does not fit into them or into the field. */
unsigned bb_varint_read(const struct bb_field *field, const uint8_t *ptr, size_t n,
                        uint64_t *ret_value);

/* The width that a value, which fits the field, is written in: as forced, if that is possible at
 * all, else the nearest that is; 0 asks for the shortest. */
unsigned bb_varint_width(const struct bb_field *field, uint64_t value, unsigned forced);

/* The most bytes that a value of the field can take. */
unsigned bb_varint_max_width(const struct bb_field *field);

void bb_varint_store(const struct bb_field *field, uint8_t *ptr, unsigned width, uint64_t value);

/* EXTENDED: how a value is written. Form 0 is in the bits themselves, form i with extension i - 1;
 * that is as forced, if it can hold the value, else the first that does. */
unsigned bb_extended_form(const struct bb_field *field, uint64_t value, unsigned forced);

/* What stands in the field's bits in that form, and how many bytes extend it. */
static inline uint64_t bb_extended_code(const struct bb_field *field, uint64_t value, unsigned form)
{
    return form ? field->extensions[form - 1].marker : value;
}

static inline unsigned bb_extended_bytes(const struct bb_field *field, unsigned form)
{
    return form ? field->extensions[form - 1].bytes : 0;
}

void bb_extended_store(const struct bb_field *field, uint8_t *ptr, uint64_t value, unsigned form);

/* The form that bits with this code announce; -1 if the code is reserved. */
int bb_extended_announced(const struct bb_field *field, uint64_t code);

/* The value of bits with this code and the form's bytes behind. */
uint64_t bb_extended_load(const struct bb_field *field, const uint8_t *ptr, uint64_t code,
                          unsigned form);

/* Whether a node's `len` can ask for another form of its value. (That of SIZED would change what is
 * around it.) */
static inline bool bb_has_forms(const struct bb_field *field)
{
    return bb_is_varint(field) || field->coding == BB_CODING_EXTENDED;
}

/* The form that a value takes when nothing is forced. */
static inline unsigned bb_shortest_form(const struct bb_field *field, uint64_t value)
{
    return bb_is_varint(field) ? bb_varint_width(field, value, 0)
                               : bb_extended_form(field, value, 0);
}

/* SIZED: the least bytes that hold the value. */
unsigned bb_sized_width(uint64_t value);

#endif
