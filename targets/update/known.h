/*
 * Faults of U-Boot 2023.01 and its libfdt that would stop every run: what sees one passes over it
 * and counts it, under the name known_<id> among the oracles (the replayer prints the counts).
 * README.md says what each one is. These are of any tree; others are noted where they are met.
 */
#ifndef BB_UPDATE_KNOWN_H
#define BB_UPDATE_KNOWN_H

#include "base/bytes.h"

/* True if a tree is not to be given to libfdt at all; counted. */
bool known_leaves_out(struct bb_bytes input);

#endif
