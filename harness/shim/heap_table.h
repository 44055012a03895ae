/*
 * The blocks that a parser holds (shim/heap.h): address and size, by hashing with linear probing.
 * Addresses are kept inverted, so that they are no references to LeakSanitizer.
 */
#ifndef BB_SHIM_HEAP_TABLE_H
#define BB_SHIM_HEAP_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bb_heap_entry {
    uintptr_t inverted; /* 0: free */
    size_t bytes;
};

struct bb_heap_table {
    struct bb_heap_entry *entries;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
};

/* Adds a block that is not there yet. Grows as needed; aborts when out of memory. */
void bb_heap_table_add(struct bb_heap_table *table, void *block, size_t bytes);

/* Takes a block out and says how large it is; false if it is not there. */
bool bb_heap_table_take(struct bb_heap_table *table, void *block, size_t *ret_bytes);

/* Takes any one block out, NULL when there is none. To be called until then, with nothing between:
 * *at is where the search goes on, 0 at first. */
void *bb_heap_table_take_any(struct bb_heap_table *table, size_t *at);

/* Forgets all blocks; keeps the memory. */
void bb_heap_table_clear(struct bb_heap_table *table);

#endif
