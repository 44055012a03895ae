/*
 * Reads the broker's database file (version 6), as far as it takes to compare two of them: chunks
 * that begin with their type and length, followed by structures as they are in memory (persist.h).
 */
#ifndef BROKER_SAVED_H
#define BROKER_SAVED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

enum { SAVED_CHUNKS = 8192 };

struct saved {
    struct bb_bytes chunks[SAVED_CHUNKS]; /* behind their header; borrowed from the file */
    uint32_t types[SAVED_CHUNKS];
    unsigned count;
};

/* False if the file is none. What a restart cannot keep is left out: which listener a client was on
 * (zeroed in the file), messages that are neither retained nor of a client that is saved, and those
 * of $SYS, which are saved as long as they are retained, too. */
bool saved_read(struct saved *ret_saved, struct bb_bytes file);

/* A message is in it that expires by then (in seconds), and a restart drops it or loses track. */
bool saved_has_expired(const struct saved *saved, int64_t now);

/* The messages of the store may be in any order, and are sorted. */
bool saved_same(struct saved *a, struct saved *b);

#endif
