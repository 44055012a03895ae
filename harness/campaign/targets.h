/*
 * The registry of fuzz targets: what CMake wrote into build/<preset>/targets.json when it
 * configured that build variant.
 */
#ifndef BB_CAMPAIGN_TARGETS_H
#define BB_CAMPAIGN_TARGETS_H

#include <stdint.h>

#include "base/status.h"

/* One fuzz target as built by one preset. All strings are borrowed from the registry, never NULL,
 * "" if there is none; paths are relative to the project's root. */
struct bb_target_info {
    const char *name;
    const char *protocol;
    const char *grammar;
    const char *parser;
    const char *version;
    const char *variant; /* "patched", "pristine" */
    const char *licence;
    const char *binary;
    const char *dictionary;
    const char *regressions;  /* folder */
    const char *mutator;      /* AFL++ custom mutator library */
    const char *const *seeds; /* folders */
    size_t n_seeds;
    const char *const *patches; /* that were applied to the parser */
    size_t n_patches;
    uint64_t max_len; /* of an input in bytes; 0: the engine's own default */
};

struct bb_targets {
    struct bb_target_info *list; /* owned */
    size_t n;
    void *document;       /* owned: holds the strings */
    const char **strings; /* owned: what seeds and patches point into */
};

/* Reads build/<preset>/targets.json. BB_NOT_FOUND if that preset was never configured,
 * BB_MALFORMED, naming the target and the key, if the file is not as it should be. End with
 * bb_targets_free. */
BB_MUST_USE enum bb_status bb_targets_load(const char *preset, struct bb_targets *ret_targets,
                                           struct bb_err *err);

/* NULL is fine. */
void bb_targets_free(struct bb_targets *targets);

/* BB_NOT_FOUND suggests the nearest name. ret_target is borrowed from the registry. */
BB_MUST_USE enum bb_status bb_targets_find(const struct bb_targets *targets, const char *name,
                                           const struct bb_target_info **ret_target,
                                           struct bb_err *err);

#endif
