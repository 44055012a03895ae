/*
 * Buckets against the truth: how many crashes of which bug went into which bucket.
 */
#ifndef BB_BENCH_TRUTH_TALLY_H
#define BB_BENCH_TRUTH_TALLY_H

#include <stdbool.h>
#include <stddef.h>

enum { TALLY_BUG_SIZE = 48, TALLY_BUCKET_SIZE = 2048 };

/* The crashes of one bug in one bucket. */
struct tally_cell {
    char bug[TALLY_BUG_SIZE];
    char bucket[TALLY_BUCKET_SIZE];
    unsigned inputs;
};

/* Empty when zeroed. */
struct tally {
    struct tally_cell *cells; /* owned */
    size_t n;
    size_t room;
};

struct tally_score {
    unsigned inputs;
    unsigned buckets;
    unsigned outside; /* inputs that are not in the largest bucket of their bug */
    unsigned merged;  /* buckets that hold other bugs, too */
};

/* False without memory. */
bool tally_add(struct tally *tally, const char *bug, const char *bucket);

/* Of one bug; of all if it is NULL. */
struct tally_score tally_score(const struct tally *tally, const char *bug);

void tally_free(struct tally *tally);

#endif
