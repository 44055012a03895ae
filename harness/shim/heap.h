/*
 * The memory that a parser takes, as a heap of its own: what it holds is known, limited, and can be
 * taken away. SHIMS heap in brickbat_add_library changes the parser's calls (the names are in
 * heap.syms): malloc, calloc, realloc, reallocarray, free, strdup, strndup, asprintf, vasprintf.
 *
 * Every block is a block of the real malloc, of the size that was asked for: the sanitizers see
 * what they would see without us. Only a table of the blocks is kept, and in a form in which
 * LeakSanitizer does not take it for references.
 *
 * - A run begins with bb_shim_heap_begin, which says how many bytes the parser may hold at a time.
 *   What goes beyond is refused (NULL, ENOMEM), as on a device.
 * - bb_shim_heap_wipe frees whatever is still there: a run that was cut short leaves nothing.
 * - bb_shim_heap_check_returned is the oracle for runs that are not cut short.
 *
 * Blocks that the parser got elsewhere (from the C library, from the target) may be freed here, and
 * the other way round: the target frees with free() what a parser made, and the table is told so by
 * bb_shim_free only. So let the target call bb_shim_free for the parser's blocks.
 *
 * One process-wide heap, single thread.
 */
#ifndef BB_SHIM_HEAP_H
#define BB_SHIM_HEAP_H

#include <stdbool.h>
#include <stddef.h>

enum { BB_SHIM_HEAP_UNLIMITED = 0 };

/* Begins a run: blocks of before, if any, are forgotten (not freed), the peak and the count of
 * refusals start again. At most max_bytes are handed out at a time. */
void bb_shim_heap_begin(size_t max_bytes);

/* Held now, at most so far, and refused so far. */
size_t bb_shim_heap_held_bytes(void);
size_t bb_shim_heap_held_blocks(void);
size_t bb_shim_heap_peak_bytes(void);
size_t bb_shim_heap_refused(void);

/* Holding more than so many bytes is a violation of the oracle memory_per_input_byte from now on;
 * 0: it is not. For programs with the engine, which sets it before each run (engine/bounds.h). */
void bb_shim_heap_set_bound(size_t bytes);

/* Calls beyond() when an allocation makes it more than so many bytes; 0 bytes: never. */
void bb_shim_heap_on_beyond(size_t bytes, void (*beyond)(void));

/* Frees what is held; returns how many bytes that were. Pointers to it are dangling then. */
size_t bb_shim_heap_wipe(void);

/* Ends the process if anything is held: by LeakSanitizer's report where there is one and it agrees,
 * for it has the stacks of the allocations, else as a violation of the oracle memory_returned. */
void bb_shim_heap_check_returned(void);

/* The parser's free(). */
void bb_shim_free(void *block);

#endif
