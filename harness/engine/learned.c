#include "engine/learned.h"

#include <stddef.h>
#include <sys/mman.h>

struct bb_learned *bb_learned_new(void)
{
    void *pages = mmap(NULL, sizeof(struct bb_learned), PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return pages == MAP_FAILED ? NULL : pages;
}

/* The hash's slot, or the free one where it belongs. */
static unsigned find(const struct bb_learned *set, uint64_t hash)
{
    unsigned at = (unsigned)(hash % BB_LEARNED_SLOTS);
    while (set->slot[at] && set->slot[at] != hash)
        at = (at + 1) % BB_LEARNED_SLOTS;
    return at;
}

bool bb_learned_has(const struct bb_learned *set, uint64_t hash)
{
    return set && hash && set->slot[find(set, hash)] == hash;
}

void bb_learned_add(struct bb_learned *set, uint64_t hash)
{
    if (!set || !hash || set->n >= BB_LEARNED_MAX || bb_learned_has(set, hash))
        return;
    set->slot[find(set, hash)] = hash;
    set->n++;
}
