/*
 * One input through the target, as the replay driver and its fork server do it.
 */
#ifndef BB_ENGINE_ONCE_H
#define BB_ENGINE_ONCE_H

#include <brickbat/target.h>

#include "base/bytes.h"
#include "engine/limits.h"

/* Runs the target on a heap block of exactly the input's size, so that a sanitizer sees the first
 * byte read behind it. */
void bb_run_once(struct bb_bytes input, const struct bb_limits *limits);

#endif
