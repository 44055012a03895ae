#include "shim/heap_table.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 1024 };

static size_t slot_of(const struct bb_heap_table *table, uintptr_t inverted)
{
    uint64_t mixed = (uint64_t)(inverted >> 4) * 0x9e3779b97f4a7c15u;
    return (size_t)(mixed >> 32) & (table->capacity - 1);
}

/* Where the block is, or the free entry where it would be. */
static size_t find(const struct bb_heap_table *table, uintptr_t inverted)
{
    size_t at = slot_of(table, inverted);
    while (table->entries[at].inverted && table->entries[at].inverted != inverted)
        at = (at + 1) & (table->capacity - 1);
    return at;
}

static void grow(struct bb_heap_table *table)
{
    struct bb_heap_table old = *table;
    table->capacity = old.capacity ? 2 * old.capacity : FIRST_CAPACITY;
    table->entries = calloc(table->capacity, sizeof *table->entries);
    if (!table->entries)
        abort();
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.entries[i].inverted)
            table->entries[find(table, old.entries[i].inverted)] = old.entries[i];
    }
    free(old.entries);
}

void bb_heap_table_add(struct bb_heap_table *table, void *block, size_t bytes)
{
    uintptr_t inverted = ~(uintptr_t)block;
    if (table->count >= table->capacity / 2)
        grow(table);
    table->entries[find(table, inverted)] = (struct bb_heap_entry){inverted, bytes};
    table->count++;
}

/* Frees an entry, and moves those behind it up that would not be found any more. */
static void remove_at(struct bb_heap_table *table, size_t hole)
{
    size_t mask = table->capacity - 1;
    for (size_t at = (hole + 1) & mask; table->entries[at].inverted; at = (at + 1) & mask) {
        size_t home = slot_of(table, table->entries[at].inverted);
        if (((at - home) & mask) >= ((at - hole) & mask)) {
            table->entries[hole] = table->entries[at];
            hole = at;
        }
    }
    table->entries[hole].inverted = 0;
    table->count--;
}

bool bb_heap_table_take(struct bb_heap_table *table, void *block, size_t *ret_bytes)
{
    if (table->count == 0)
        return false;
    size_t at = find(table, ~(uintptr_t)block);
    if (!table->entries[at].inverted)
        return false;
    *ret_bytes = table->entries[at].bytes;
    remove_at(table, at);
    return true;
}

void *bb_heap_table_take_any(struct bb_heap_table *table, size_t *at)
{
    for (; table->count && *at < table->capacity; ++*at) {
        uintptr_t inverted = table->entries[*at].inverted;
        if (inverted) {
            remove_at(table, *at); /* what moves up here is next */
            return (void *)~inverted;
        }
    }
    if (table->count) { /* moved across the end of the table, to where the search began */
        *at = 0;
        return bb_heap_table_take_any(table, at);
    }
    return NULL;
}

void bb_heap_table_clear(struct bb_heap_table *table)
{
    if (table->count)
        memset(table->entries, 0, table->capacity * sizeof *table->entries);
    table->count = 0;
}
