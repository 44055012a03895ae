/*
 * Streams of bits, whose fields need not begin or end with a byte: their content is a digit, '0' or
 * '1', for each bit, most significant first.
 */
#ifndef BB_GRAMMAR_BITS_H
#define BB_GRAMMAR_BITS_H

#include "grammar/schema.h"

enum { BB_BYTE_BITS = 8, BB_CHARACTER_BITS = 6 };

/* Eight digits for each byte. False if they are more than `size`. */
bool bb_bits_spread(struct bb_bytes coded, uint8_t *digits, size_t size, size_t *ret_size);

/* The bytes of which these are the digits, the last one filled up with zeros: the lowest bit of
 * what is no digit counts. False if they are more than `size`. */
bool bb_bits_gather(struct bb_bytes digits, uint8_t *coded, size_t size, size_t *ret_size);

/* The same for characters of six bits, as AIS has them in sentences; false, too, where one is none
 * of them. */
bool bb_six_bits_spread(struct bb_bytes coded, uint8_t *digits, size_t size, size_t *ret_size);
bool bb_six_bits_gather(struct bb_bytes digits, uint8_t *coded, size_t size, size_t *ret_size);

#endif
