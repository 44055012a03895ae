/*
 * bb_reducer: smaller and smaller candidates for an input, structure first, bytes last.
 *
 * The caller decides what counts (the same crash, the same coverage); the reducer proposes:
 *
 *     while (bb_reducer_next(r, &candidate))
 *         bb_reducer_judge(r, still_interesting(candidate));
 *     best = bb_reducer_best(r);
 *
 * Who runs several at once takes further candidates before the first is judged, as if those before
 * had been rejected; if one of them is not, those behind it are void, and the reducer goes back:
 *
 *     mark = bb_reducer_mark(r);      behind each bb_reducer_next
 *     bb_reducer_skip(r);             then the next may be taken
 *     bb_reducer_reject(r, candidate) or bb_reducer_accept(r, &mark, candidate), in that order
 *
 * What comes of it is the same. Over the tree it deletes runs of list elements and subtrees (large
 * ones first), hoists each subtree into the place of one of the same type around it (small ones
 * first), shortens byte strings, takes lies back and sets integers to zero; what is derived stays
 * right by itself. Over the bytes it deletes runs and zeroes. It starts over until a whole round
 * changes nothing. No candidate is proposed twice (seen.h; but for very many of them), none is
 * empty, longer than the best or equal to it.
 */
#ifndef BB_MINIMIZE_REDUCER_H
#define BB_MINIMIZE_REDUCER_H

#include <brickbat/grammar.h>

#include "minimize/hoist.h"

struct bb_reducer;

/* Where a candidate was made; opaque. */
struct bb_reducer_mark {
    unsigned pass;
    size_t at;
    size_t variant;
    struct bb_hoist hoist;
    unsigned rounds;
    bool improved;
};

/* Grammar may be NULL: bytes only. It is borrowed, the input copied. NULL: no memory. */
struct bb_reducer *bb_reducer_new(const struct bb_grammar *grammar, struct bb_bytes input);
void bb_reducer_free(struct bb_reducer *reducer);

/* The next candidate, borrowed until the next call; false when nothing is left to try. */
bool bb_reducer_next(struct bb_reducer *reducer, struct bb_bytes *ret_candidate);

/* Tells about the candidate of the last bb_reducer_next: if kept, it is the best from now on. */
void bb_reducer_judge(struct bb_reducer *reducer, bool keep);

struct bb_reducer_mark bb_reducer_mark(const struct bb_reducer *reducer);
void bb_reducer_skip(struct bb_reducer *reducer);
void bb_reducer_reject(struct bb_reducer *reducer, struct bb_bytes candidate);

/* The candidate, which must have been made of the best that there is, is it from now on. */
void bb_reducer_accept(struct bb_reducer *reducer, const struct bb_reducer_mark *mark,
                       struct bb_bytes candidate);

/* The best so far, borrowed until the next call. */
struct bb_bytes bb_reducer_best(const struct bb_reducer *reducer);

/* The places left to try in the pass under way, for progress. */
size_t bb_reducer_left(const struct bb_reducer *reducer);

#endif
