/*
 * bb_arena: memory that is given back all at once, with a hard cap.
 *
 * Allocation is a pointer bump; bb_arena_reset keeps the blocks, so a loop that resets once per
 * iteration stops allocating once warm. Memory is zeroed only by bb_arena_zalloc.
 */
#ifndef BB_BASE_ARENA_H
#define BB_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

struct bb_arena_block;

struct bb_arena {
    struct bb_arena_block *first; /* owned */
    struct bb_arena_block *block; /* the one in use */
    size_t total_bytes;           /* of all blocks */
    size_t max_bytes;             /* cap on total_bytes */
};

#define BB_ARENA_INIT(max) ((struct bb_arena){.max_bytes = (max)})

void bb_arena_free(struct bb_arena *arena);

/* Forgets every allocation, keeps the memory. */
void bb_arena_reset(struct bb_arena *arena);

/* Bytes handed out since the last reset, with what was lost at the ends of blocks. */
size_t bb_arena_used_bytes(const struct bb_arena *arena);

/* Forgets every allocation since the mark was taken, keeps the memory. The mark stays good until a
 * reset or an older mark's rewind. */
struct bb_arena_mark {
    struct bb_arena_block *block;
    size_t used;
};

struct bb_arena_mark bb_arena_take_mark(const struct bb_arena *arena);
void bb_arena_rewind(struct bb_arena *arena, struct bb_arena_mark mark);

/* Aligned to 16 bytes; uninitialised. NULL when the cap is reached or memory is out. */
void *bb_arena_alloc(struct bb_arena *arena, size_t n);
void *bb_arena_zalloc(struct bb_arena *arena, size_t n);

/* A copy of the bytes, or NULL. */
void *bb_arena_copy(struct bb_arena *arena, struct bb_bytes bytes);

#endif
