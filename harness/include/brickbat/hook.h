/*
 * What a grammar cannot say by itself: ciphers and keyed digests, by the names that its fields give
 * them (`hook` in wire.proto). A tree without hooks keeps such fields as they stand.
 *
 *     static const struct bb_hook_cipher ciphers[] = {{"record", open_record, seal_record, &keys}};
 *     static const struct bb_hooks hooks = {.ciphers = ciphers, .n_ciphers = 1};
 *     tree.hooks = &hooks;
 *
 * Hooks must be deterministic, and what `seal` makes of plain bytes, `open` must turn back.
 */
#ifndef BRICKBAT_HOOK_H
#define BRICKBAT_HOOK_H

#include "base/bytes.h"

struct bb_hook_cipher {
    const char *name;
    /* Each writes at most `size` bytes to out and returns how many; SIZE_MAX if it cannot. */
    size_t (*open)(void *user, struct bb_bytes coded, uint8_t *out, size_t size);
    size_t (*seal)(void *user, struct bb_bytes plain, uint8_t *out, size_t size);
    void *user;
};

struct bb_hook_digest {
    const char *name;
    /* Of the n pieces one behind the other. What does not fit the field is cut from above. */
    uint64_t (*compute)(void *user, const struct bb_bytes *pieces, size_t n);
    void *user;
};

struct bb_hooks {
    const struct bb_hook_cipher *ciphers;
    size_t n_ciphers;
    const struct bb_hook_digest *digests;
    size_t n_digests;
};

#endif
