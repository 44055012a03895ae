/*
 * The registry for commands that need no particular build variant.
 */
#ifndef BB_CLI_REGISTRY_H
#define BB_CLI_REGISTRY_H

#include "campaign/targets.h"

/* Reads the registry of the first preset that was configured. BB_NOT_FOUND says how to begin. */
BB_MUST_USE enum bb_status bb_registry_load_any(struct bb_targets *ret_targets, struct bb_err *err);

#endif
