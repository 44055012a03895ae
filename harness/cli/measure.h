/*
 * What a lift tells about a message: its bytes in typed fields, its lies, and the time it took.
 */
#ifndef BB_CLI_MEASURE_H
#define BB_CLI_MEASURE_H

#include <brickbat/grammar.h>

struct bb_measured {
    uint64_t messages;
    uint64_t bytes;
    uint64_t raw_bytes; /* that no field took */
    uint64_t nodes;
    uint64_t lies;
    uint64_t lift_ns; /* of one lift: the fastest of three */
};

/* Lifts the bytes into *tree, whose cap is made large enough. BB_NO_MEMORY. */
BB_MUST_USE enum bb_status bb_measure(const struct bb_grammar *grammar, struct bb_bytes bytes,
                                      struct bb_tree *tree, struct bb_measured *ret_measured);

void bb_measured_add(struct bb_measured *sum, const struct bb_measured *one);

/* The share of bytes in typed fields, 0 to 1; 1 if there are no bytes. */
double bb_measured_share(const struct bb_measured *measured);

#endif
