#include "shim/snapshot.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* Weak: without a library that has SNAPSHOT the section is not there. */
extern uint8_t __start_bb_snapshot[] __attribute__((weak));
extern uint8_t __stop_bb_snapshot[] __attribute__((weak));

/* Loaded and stored wherever it lies, 16 bytes by every processor that we build for. */
typedef uint64_t vector __attribute__((vector_size(16), aligned(1), may_alias));

enum { VECTORS = 4, BLOCK_BYTES = VECTORS * sizeof(vector) };

static uint8_t *saved; /* NULL before the first take; never freed */
static size_t changed_bytes;

static size_t section_bytes(void)
{
    return (size_t)(__stop_bb_snapshot - __start_bb_snapshot);
}

/* Makes the block at `to` the one at `from`; says whether it was another. It is written to only
 * then. */
__attribute__((no_sanitize("address", "undefined"), always_inline)) static inline bool
put_block(uint8_t *to, const uint8_t *from)
{
    vector *old = (vector *)to;
    const vector *new = (const vector *)from;
    vector differ = (old[0] ^ new[0]) | (old[1] ^ new[1]) | (old[2] ^ new[2]) | (old[3] ^ new[3]);
    if (!(differ[0] | differ[1]))
        return false;
    for (size_t i = 0; i < VECTORS; i++)
        old[i] = new[i];
    return true;
}

/* Returns how many bytes were in blocks that differed. With AddressSanitizer there are red zones
 * between the variables, which memcpy and memcmp may not touch; no compiler makes these of this. */
__attribute__((no_sanitize("address", "undefined"))) static size_t
put(uint8_t *to, const uint8_t *from, size_t n)
{
    size_t changed = 0, at = 0;
    for (; at + BLOCK_BYTES <= n; at += BLOCK_BYTES)
        changed += put_block(to + at, from + at) ? BLOCK_BYTES : 0;
    for (; at < n; at++)
        if (to[at] != from[at]) {
            ((volatile uint8_t *)to)[at] = from[at];
            changed++;
        }
    return changed;
}

void bb_shim_snapshot_take(void)
{
    if (!saved)
        saved = calloc(1, section_bytes() + 1);
    if (!saved)
        abort();
    put(saved, __start_bb_snapshot, section_bytes());
}

void bb_shim_snapshot_restore(void)
{
    if (saved)
        changed_bytes = put(__start_bb_snapshot, saved, section_bytes());
}

size_t bb_shim_snapshot_bytes(void)
{
    return saved ? section_bytes() : 0;
}

size_t bb_shim_snapshot_changed_bytes(void)
{
    return changed_bytes;
}
