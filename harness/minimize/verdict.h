/*
 * Is it the same bug? What a candidate shows, run as often as it takes to know, within a budget.
 *
 * A crash that shows every time needs one run. One that does not (threads, time, addresses) counts
 * when `need` of `runs` runs show it, so that no candidate is kept that only once, by luck, did
 * what it should, or is lost for the one time it did not. How often the input itself shows it is
 * measured first, and says what is asked of candidates: to show it three times, in so many runs
 * that one as good as the input does in nine cases of ten.
 *
 * All who ask share one budget, and what they spend is counted in one place.
 */
#ifndef BB_MINIMIZE_VERDICT_H
#define BB_MINIMIZE_VERDICT_H

#include <stdbool.h>

#include "base/bytes.h"

/* What running a candidate showed. Whatever is not BB_SAME is rejected; a crash that is not the
 * same must be kept by the one who saw it, as a finding of its own. */
enum bb_outcome {
    BB_SURVIVED,
    BB_SAME,    /* the crash that is being minimized */
    BB_ANOTHER, /* another crash */
    BB_ABORT,   /* stop here: interrupted, or nothing can be run any more */
    BB_UNSURE,  /* of a verdict only: the same crash too seldom, or the budget ended before */
};

struct bb_budget {
    unsigned max_executions; /* 0: no limit */
    uint64_t max_ms;         /* 0: no limit */
    int64_t started_ms;      /* by bb_clock_ms */
    unsigned executions;     /* so far */
};

/* "shown in 3 of 5 runs" */
struct bb_rate {
    unsigned shown;
    unsigned runs;
};

struct bb_verdict {
    void *user;
    enum bb_outcome (*run)(void *user, struct bb_bytes candidate); /* once */
    struct bb_budget budget;
    unsigned runs;            /* of a candidate, at most; 0: bb_verdict_begin chooses both */
    unsigned need;            /* so many of them must show the crash; 0: bb_verdict_begin chooses */
    unsigned runs_to_survive; /* so many without a crash are none; bb_verdict_begin says it */
    unsigned lanes;           /* so many can run at once; 0 and 1: only by `run` */
    /* Lane 0, 1, ...: begins to run it, with what `receive` waits for. A lane has one at a time. */
    bool (*send)(void *user, unsigned lane, struct bb_bytes candidate); /* false: BB_ABORT */
    enum bb_outcome (*receive)(void *user, unsigned lane, struct bb_bytes candidate);
};

/* Whether the budget allows another run. */
bool bb_verdict_may_go_on(const struct bb_verdict *verdict);

uint64_t bb_verdict_elapsed_ms(const struct bb_verdict *verdict);

/*
 * Runs the input that is to be minimized, 5 times, and 20 times if not all of these show the crash
 * (or `runs` times), and chooses what was left to choose. Where that would take more than a tenth
 * of the budget it is run less often, once in any case, and half of what it showed is asked for.
 * BB_SAME if it shows the crash, and as often as it must. ret_rate is set in any case.
 */
enum bb_outcome bb_verdict_begin(struct bb_verdict *verdict, struct bb_bytes input,
                                 struct bb_rate *ret_rate);

/* BB_SAME when as many runs as are needed showed the crash; else what kept it from that. It ends as
 * soon as it is known. */
enum bb_outcome bb_verdict_judge(struct bb_verdict *verdict, struct bb_bytes candidate);

/* How many candidates can be judged at once: more than one only where one run of each is enough. */
unsigned bb_verdict_lanes(const struct bb_verdict *verdict);

/* The two halves of bb_verdict_judge; sending is what is counted. With one lane all is done in the
 * second. */
bool bb_verdict_send(struct bb_verdict *verdict, unsigned lane, struct bb_bytes candidate);
enum bb_outcome bb_verdict_receive(struct bb_verdict *verdict, unsigned lane,
                                   struct bb_bytes candidate);

/* BB_SURVIVED when the candidate was run often enough to say that it does not crash: were it like
 * the input, it would have, but for one case in fifty. Else what was seen first. */
enum bb_outcome bb_verdict_survives(struct bb_verdict *verdict, struct bb_bytes candidate);

/* Runs it n times, or as often as the budget allows, and counts. False after BB_ABORT. */
bool bb_verdict_measure(struct bb_verdict *verdict, struct bb_bytes input, unsigned n,
                        struct bb_rate *ret_rate);

static inline bool bb_rate_is_always(struct bb_rate rate)
{
    return rate.shown == rate.runs;
}

#endif
