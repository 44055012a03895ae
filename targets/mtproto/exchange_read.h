/*
 * A cursor for TL serialization, little-endian words: for what the client sends and what the
 * oracles look at. Independent of tgl's own.
 */
#ifndef EXCHANGE_READ_H
#define EXCHANGE_READ_H

#include "base/bytes.h"

struct exchange_reader {
    struct bb_bytes left;
    bool is_bad; /* something was missing; what is read from there on is zero */
};

static inline struct exchange_reader exchange_reader_of(struct bb_bytes bytes)
{
    return (struct exchange_reader){bytes, false};
}

uint32_t exchange_read_word(struct exchange_reader *reader);
uint64_t exchange_read_long(struct exchange_reader *reader);

/* So many bytes; empty if there are fewer. */
struct bb_bytes exchange_read_bytes(struct exchange_reader *reader, size_t len);

/* A string, without its length and padding. */
struct bb_bytes exchange_read_string(struct exchange_reader *reader);

/* Do the next bytes equal these? Takes them. */
bool exchange_read_is(struct exchange_reader *reader, const void *expected, size_t len);

/* All was there, and nothing is left. */
bool exchange_is_read(const struct exchange_reader *reader);

/* Whatever the length, the number; UINT64_MAX if it is larger than that. */
uint64_t exchange_number(struct bb_bytes big_endian);

#endif
