/*
 * The fork server of the replay driver: the program is loaded once, each input runs in a child.
 *
 *     TARGET --serve          standard input is a stream socket, for both directions
 *
 * The server greets with BB_SERVE_HELLO. Then, until the peer closes: a request, `size` bytes of
 * input; the answer, `log_size` bytes that the child wrote to standard error. Integers are the
 * machine's own: both sides are on one. Included by both sides.
 */
#ifndef BB_ENGINE_SERVE_H
#define BB_ENGINE_SERVE_H

#include <stdint.h>

#define BB_SERVE_HELLO 0x32734262u /* "bBs2" */

enum {
    BB_SERVE_MAX_INPUT = 64 << 20,
    BB_SERVE_DEFAULT_RSS_MB = 2048,
    BB_SERVE_MAX_LOG = 4 << 20, /* of what a child writes, the beginning */
};

struct bb_serve_request {
    uint32_t size;       /* at most BB_SERVE_MAX_INPUT */
    uint32_t timeout_ms; /* as of the driver's options; 0: none */
    uint32_t rss_mb;
    uint32_t kill_ms; /* after which a child that reports nothing is killed */
    uint32_t brief; /* 1: an error whose `stack` has been answered before need not be told again */
};

struct bb_serve_answer {
    int32_t code;   /* exit code, -1 if a signal ended the child */
    int32_t signal; /* 0 if none did */
    uint32_t timed_out;
    uint32_t log_size;
    uint64_t stack;    /* a hash of what went wrong where (engine/known.h); 0: there is none */
    uint32_t repeated; /* 1: as before, and the log says nothing about it */
    uint32_t unused;
};

/* Serves until the peer closes, and ends the process then. Comes back, with the driver's exit code,
 * only if it cannot serve. */
int bb_serve(void); /* never comes back */

#endif
