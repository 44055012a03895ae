#include "engine/leaks.h"

#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/hash.h"
#include "engine/dead_stack.h"
#include "engine/learned.h"
#include "engine/stop.h"

/* In a program with LeakSanitizer: reports what leaked so far, and says whether anything did. */
int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

/* In a program with a sanitizer that has a heap of its own. The first gives 0 if it cannot. */
int __sanitizer_install_malloc_and_free_hooks(void (*malloced)(const volatile void *, size_t),
                                              void (*freed)(const volatile void *))
    __attribute__((weak));
size_t __sanitizer_get_allocated_size(const volatile void *block) __attribute__((weak));
int __sanitizer_get_ownership(const volatile void *block) __attribute__((weak));

static struct bb_learned *fine;  /* heaps in which nothing had leaked */
static atomic_uint_fast64_t sum; /* of the hashes of the sizes of what is allocated: in any order */

static uint64_t hash_size(size_t size)
{
    return bb_hash_bytes(BB_HASH_START, bb_bytes_of(&size, sizeof size));
}

static void add_block(const volatile void *block, size_t size)
{
    (void)block;
    atomic_fetch_add_explicit(&sum, hash_size(size), memory_order_relaxed);
}

/* The hook comes before the heap's own look: what is no block of it, or is none any more, must be
 * reported as a wrong free, not as a wrong question for its size. */
static void remove_block(const volatile void *block)
{
    if (block && __sanitizer_get_ownership(block))
        atomic_fetch_sub_explicit(&sum, hash_size(__sanitizer_get_allocated_size(block)),
                                  memory_order_relaxed);
}

void bb_leaks_watch(void)
{
    if (__sanitizer_install_malloc_and_free_hooks && __sanitizer_get_allocated_size &&
        __sanitizer_get_ownership &&
        __sanitizer_install_malloc_and_free_hooks(add_block, remove_block))
        fine = bb_learned_new();
}

void bb_leaks_check(const char *name)
{
    uint64_t heap = bb_hash_bytes(atomic_load(&sum), bb_bytes_str("heap"));
    if (!__lsan_do_recoverable_leak_check || bb_learned_has(fine, heap))
        return;
    bb_dead_stack_wipe();
    if (!__lsan_do_recoverable_leak_check()) {
        bb_learned_add(fine, heap);
        return;
    }
    fprintf(stderr, "replay: %s: leaked\n", name);
    _exit(BB_STOP_SANITIZER);
}
