#include "base/arena.h"

#include <stdlib.h>

enum { ALIGNMENT = 16, FIRST_BLOCK_BYTES = 16 * 1024 };

struct bb_arena_block {
    struct bb_arena_block *next;
    size_t used;
    size_t size;
    _Alignas(ALIGNMENT) uint8_t data[];
};

void bb_arena_free(struct bb_arena *arena)
{
    if (!arena)
        return;
    struct bb_arena_block *block = arena->first;
    while (block) {
        struct bb_arena_block *next = block->next;
        free(block);
        block = next;
    }
    *arena = BB_ARENA_INIT(arena->max_bytes);
}

void bb_arena_reset(struct bb_arena *arena)
{
    arena->block = arena->first;
    if (arena->block)
        arena->block->used = 0;
}

size_t bb_arena_used_bytes(const struct bb_arena *arena)
{
    if (!arena->block)
        return 0;
    size_t bytes = arena->block->used;
    for (const struct bb_arena_block *b = arena->first; b != arena->block; b = b->next)
        bytes += b->size;
    return bytes;
}

struct bb_arena_mark bb_arena_take_mark(const struct bb_arena *arena)
{
    return (struct bb_arena_mark){arena->block, arena->block ? arena->block->used : 0};
}

void bb_arena_rewind(struct bb_arena *arena, struct bb_arena_mark mark)
{
    if (!mark.block) {
        bb_arena_reset(arena);
        return;
    }
    arena->block = mark.block;
    arena->block->used = mark.used;
}

static struct bb_arena_block *add_block(struct bb_arena *arena, size_t n)
{
    size_t size = arena->block ? arena->block->size * 2 : FIRST_BLOCK_BYTES;
    if (size < n)
        size = n;
    size_t left = arena->max_bytes - arena->total_bytes;
    if (n > left)
        return NULL;
    if (size > left)
        size = left;
    struct bb_arena_block *block = malloc(sizeof *block + size);
    if (!block)
        return NULL;
    *block = (struct bb_arena_block){.size = size};
    arena->total_bytes += size;
    return block;
}

/* The next block that has room for n: an old one kept by a reset, or a new one. */
static struct bb_arena_block *next_block(struct bb_arena *arena, size_t n)
{
    struct bb_arena_block *kept = arena->block ? arena->block->next : NULL;
    if (kept && kept->size >= n) {
        kept->used = 0;
        return kept;
    }
    struct bb_arena_block *block = add_block(arena, n);
    if (!block)
        return NULL;
    block->next = kept;
    if (arena->block)
        arena->block->next = block;
    else
        arena->first = block;
    return block;
}

void *bb_arena_alloc(struct bb_arena *arena, size_t n)
{
    if (n > SIZE_MAX - ALIGNMENT)
        return NULL;
    n = (n + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (!arena->block || arena->block->size - arena->block->used < n) {
        struct bb_arena_block *block = next_block(arena, n);
        if (!block)
            return NULL;
        arena->block = block;
    }
    void *ptr = arena->block->data + arena->block->used;
    arena->block->used += n;
    return ptr;
}

void *bb_arena_zalloc(struct bb_arena *arena, size_t n)
{
    void *ptr = bb_arena_alloc(arena, n);
    return ptr ? memset(ptr, 0, n) : NULL;
}

void *bb_arena_copy(struct bb_arena *arena, struct bb_bytes bytes)
{
    void *ptr = bb_arena_alloc(arena, bytes.len);
    if (ptr && bytes.len)
        memcpy(ptr, bytes.ptr, bytes.len);
    return ptr;
}
