/*
 * Text from anywhere as strings that may go into JSON and a database. Internal to triage/.
 */
#ifndef BB_TRIAGE_ARENA_TEXT_H
#define BB_TRIAGE_ARENA_TEXT_H

#include "base/arena.h"

enum { BB_ARENA_TEXT_MAX = 1024 };

/* A NUL-terminated copy of up to BB_ARENA_TEXT_MAX bytes: valid UTF-8 without control characters
 * but tab and newline; each byte that does not fit becomes '?'. NULL when the arena is full. */
const char *bb_arena_text(struct bb_arena *arena, struct bb_bytes text);

#endif
