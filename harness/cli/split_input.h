/*
 * An input taken out of a finding by the user, to be a finding of its own.
 */
#ifndef BB_CLI_SPLIT_INPUT_H
#define BB_CLI_SPLIT_INPUT_H

#include "cli/replaying.h"
#include "triage/store.h"

/* Notes that the file's content is another bug, and replays it, so that it is stored as one. Builds
 * the target. Failures are reported here. Returns the exit code. End with bb_replaying_end. */
int bb_split_input(struct bb_replaying *replaying, struct bb_store *store,
                   const struct bb_finding *finding, const char *file);

#endif
