/*
 * What the two ways to replay share: a process for each input (replay.c), a fork server
 * (replay_server.c).
 */
#ifndef BB_CAMPAIGN_REPLAY_PRIVATE_H
#define BB_CAMPAIGN_REPLAY_PRIVATE_H

#include "campaign/replay.h"

enum {
    BB_REPLAY_MAX_LOG = 4 * 1024 * 1024,
    BB_REPLAY_START_MS = 10000, /* for start, symbols of the report, and a busy machine */
};

/* The exit code, unless the log knows better: a user's ASAN_OPTIONS may have changed the code. */
enum bb_replay_outcome bb_replay_judge(const struct bb_exit *how, const struct bb_buf *log);

#endif
