#include "shim/heap.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h> /* vasprintf */
#include <stdlib.h>
#include <string.h>

#include "shim/heap_calls.h"
#include "shim/heap_table.h"

static struct {
    struct bb_heap_table blocks;
    size_t max_bytes; /* BB_SHIM_HEAP_UNLIMITED: none */
    size_t held_bytes;
    size_t peak_bytes;
    size_t refused;
    size_t bound_bytes; /* SIZE_MAX: none */
    void (*beyond)(void);
} heap = {.bound_bytes = SIZE_MAX};

void bb_shim_heap_begin(size_t max_bytes)
{
    bb_heap_table_clear(&heap.blocks);
    heap.max_bytes = max_bytes;
    heap.held_bytes = heap.peak_bytes = heap.refused = 0;
}

size_t bb_shim_heap_held_bytes(void)
{
    return heap.held_bytes;
}

size_t bb_shim_heap_held_blocks(void)
{
    return heap.blocks.count;
}

size_t bb_shim_heap_peak_bytes(void)
{
    return heap.peak_bytes;
}

size_t bb_shim_heap_refused(void)
{
    return heap.refused;
}

void bb_shim_heap_on_beyond(size_t bytes, void (*beyond)(void))
{
    heap.bound_bytes = bytes ? bytes : SIZE_MAX;
    heap.beyond = beyond;
}

/* Is there room for a block? */
static bool fits(size_t bytes)
{
    if (heap.max_bytes == BB_SHIM_HEAP_UNLIMITED || bytes <= heap.max_bytes - heap.held_bytes)
        return true;
    heap.refused++;
    errno = ENOMEM;
    return false;
}

static void *hold(void *block, size_t bytes)
{
    if (!block)
        return NULL;
    bb_heap_table_add(&heap.blocks, block, bytes);
    heap.held_bytes += bytes;
    if (heap.held_bytes > heap.peak_bytes)
        heap.peak_bytes = heap.held_bytes;
    if (heap.held_bytes > heap.bound_bytes)
        heap.beyond();
    return block;
}

static size_t let_go(void *block)
{
    size_t bytes = 0;
    if (block && bb_heap_table_take(&heap.blocks, block, &bytes))
        heap.held_bytes -= bytes;
    return bytes;
}

void *bb_shim_malloc(size_t size)
{
    return fits(size) ? hold(malloc(size), size) : NULL;
}

void *bb_shim_calloc(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) /* the real one says what it says to that */
        return calloc(count, size);
    return fits(bytes) ? hold(calloc(count, size), bytes) : NULL;
}

/* A block that is not held belongs to somebody else, or was freed before: the real call judges it.
 */
void *bb_shim_realloc(void *block, size_t size)
{
    size_t old_bytes = let_go(block);
    if (!fits(size)) {
        hold(block, old_bytes);
        return NULL;
    }
    void *moved = realloc(block, size);
    if (!moved && size > 0)
        hold(block, old_bytes);
    return hold(moved, size);
}

void *bb_shim_reallocarray(void *block, size_t count, size_t size)
{
    size_t bytes;
    if (!__builtin_mul_overflow(count, size, &bytes))
        return bb_shim_realloc(block, bytes);
    errno = ENOMEM;
    return NULL;
}

void bb_shim_free(void *block)
{
    let_go(block);
    free(block);
}

char *bb_shim_strndup(const char *text, size_t n)
{
    size_t len = strnlen(text, n);
    return fits(len + 1) ? hold(strndup(text, n), len + 1) : NULL;
}

char *bb_shim_strdup(const char *text)
{
    size_t len = strlen(text);
    return fits(len + 1) ? hold(strdup(text), len + 1) : NULL;
}

int bb_shim_vasprintf(char **ret_text, const char *format, va_list arguments)
{
    char *text;
    int len = vasprintf(&text, format, arguments);
    if (len < 0)
        return -1;
    if (!fits((size_t)len + 1)) {
        free(text);
        return -1;
    }
    *ret_text = hold(text, (size_t)len + 1);
    return len;
}

int bb_shim_asprintf(char **ret_text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int len = bb_shim_vasprintf(ret_text, format, arguments);
    va_end(arguments);
    return len;
}

size_t bb_shim_heap_wipe(void)
{
    size_t bytes = heap.held_bytes, at = 0;
    for (void *block; (block = bb_heap_table_take_any(&heap.blocks, &at));)
        free(block);
    heap.held_bytes = 0;
    return bytes;
}
