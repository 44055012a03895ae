/*
 * gpsd's packet.c with a bound on its work. Where a frame does not hold, it throws away the first
 * byte of what it has, and reads all others again; and where a byte begins no frame after all, both
 * this and the next stay. So each byte may be read as often as there are bytes in front of it, up
 * to twice: 4096 of them 16 million times. Beyond STEPS_PER_BYTE on average, what it has is thrown
 * away at once, as when its buffer is full.
 */
#include <gpsd_config.h>

#include <gpsd.h>

#include <unistd.h>

#include "gpsd_known.h"

enum { STEPS_PER_BYTE = 256 };

static size_t received;
static size_t steps;

static ssize_t receive(int fd, void *to, size_t max)
{
    ssize_t got = read(fd, to, max);
    received += got > 0 ? (size_t)got : 0;
    return got;
}

static void throw_away(struct gps_lexer_t *lexer)
{
    received = 0;
    steps = 0;
    lexer->inbuflen = 0;
    lexer->inbufptr = lexer->inbuffer;
    lexer->state = 0; /* the ground state, the first in its list */
#ifdef STASH_ENABLE
    lexer->stashbuflen = 0;
#endif
}

/* How much there is to read, before each step. */
static size_t rest_of(struct gps_lexer_t *lexer)
{
    size_t rest = packet_buffered_input(lexer);
    if (rest == 0 || ++steps <= STEPS_PER_BYTE * received)
        return rest;
    gpsd_known_read_again();
    throw_away(lexer);
    return 0;
}

#undef packet_buffered_input
#define packet_buffered_input rest_of
#define read                  receive
#include "gpsd/packet.c"
