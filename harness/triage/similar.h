/*
 * How alike two crashes are: the layer above the exact signature, which joins what may be one bug
 * on two ways, at two depths, or as a read and as a write.
 *
 * Compared are the functions that mean something, each once, down to the target's entry point,
 * which all have in common and which is left out. Two crashes are alike to the degree that the
 * longest common subsequence of their functions covers both, from 0 to 1:
 *
 *     sum of the weights of what is common in both / sum of the weights of both
 *
 * The function that crashed weighs 1, each further out half as much: a bug is near the crash, and
 * main, dispatch and parse far away say nothing. So crashes that differ in the innermost function
 * and nothing else are 0.5 alike, and those that differ in its caller and nothing else 0.75.
 *
 * Only crashes of one family are compared (bad access to memory, leak, arithmetic, ...); the others
 * are not alike at all. Of an assertion or an oracle, the expression or name counts as the
 * innermost function. Of an endless recursion, the functions that recur are compared, all alike,
 * for the depth at which it ends is chance; of an engine's time-out, the outermost weigh most.
 *
 * Severity, security and the access do not count.
 */
#ifndef BB_TRIAGE_SIMILAR_H
#define BB_TRIAGE_SIMILAR_H

#include "triage/report.h"

/* Crashes that are this much alike are one group. Above 0.5, so that crashes in different functions
 * are apart, however much of the way to them is common; but a function joins one that it calls, if
 * no more than one lies between them. */
#define BB_SIMILAR_THRESHOLD 0.6

enum {
    BB_SIMILAR_CALLS = 16, /* all that are behind them weigh less than a hundredth of a percent */
    BB_FAMILY_SIZE = 64,
};

/* What is compared of a crash. */
struct bb_profile {
    char family[BB_FAMILY_SIZE];     /* "" if there is no crash */
    uint64_t call[BB_SIMILAR_CALLS]; /* hashes of names; what weighs most comes first */
    double weight[BB_SIMILAR_CALLS];
    size_t n;
};

void bb_profile_make(const struct bb_report *report, struct bb_profile *ret_profile);

/* From 0 to 1. 0 for another family, and if of one no function is known. */
double bb_similarity(const struct bb_profile *a, const struct bb_profile *b);

#endif
