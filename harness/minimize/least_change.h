/*
 * What an input would have to say instead, so that nothing happens: the least change of a crashing
 * input that the target survives, in words.
 *
 *     with ReadWriteMultipleRegisters.write_address = 16 (not 0) it does not crash
 *
 * One field at a time is changed, in a copy, everything derived from it staying true. Tried are, in
 * this order, until one is survived:
 *
 *     lies         what the field should say by the rest of the input
 *     numbers      one less, one more, 0, the largest, halfway; from the first that is survived on,
 *                  the value nearest to the input's own, by bisection
 *     strings      one byte less, then none
 *     bytes        without a grammar, or where no field helps: one byte, as a number
 */
#ifndef BB_MINIMIZE_LEAST_CHANGE_H
#define BB_MINIMIZE_LEAST_CHANGE_H

#include "minimize/minimize.h"

struct bb_least_change_options {
    const struct bb_grammar *grammar; /* NULL: bytes only */
    struct bb_verdict *verdict;       /* that has begun with a like input; its budget is spent */
    unsigned max_candidates;
    void *user;
    void (*progress)(void *user, const struct bb_minimize_progress *state); /* may be NULL */
};

/*
 * Appends the sentence to ret_words, without an end of line; nothing when no such change was found
 * within the candidates and the budget. BB_INTERRUPTED after BB_ABORT, BB_NO_MEMORY.
 */
BB_MUST_USE enum bb_status bb_least_change(struct bb_bytes input,
                                           const struct bb_least_change_options *options,
                                           struct bb_buf *ret_words);

#endif
