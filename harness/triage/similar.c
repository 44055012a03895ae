#include "triage/similar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/text.h"
#include "triage/calls.h"
#include "triage/recursion.h"

/* What of a stack is compared, and from which end. */
enum reading {
    FROM_CRASH,
    FROM_EXPRESSION, /* which is the first line of the crash state */
    FROM_OUTSIDE,
    RECURSION,
};

/* Types begin with these; one that is not in the list is a family of its own. */
static const struct {
    const char *type;
    const char *family;
    enum reading reading;
} families[] = {
    {"Heap-", "memory", FROM_CRASH},
    {"Stack-buffer-", "memory", FROM_CRASH},
    {"Stack-use-", "memory", FROM_CRASH},
    {"Stack-smashing", "memory", FROM_CRASH},
    {"Dynamic-stack-buffer-", "memory", FROM_CRASH},
    {"Global-buffer-", "memory", FROM_CRASH},
    {"Container-overflow", "memory", FROM_CRASH},
    {"Intra-object-overflow", "memory", FROM_CRASH},
    {"Use-after-poison", "memory", FROM_CRASH},
    {"Tag-mismatch", "memory", FROM_CRASH},
    {"Allocation-tail-overwritten", "memory", FROM_CRASH},
    {"Invalid-free", "memory", FROM_CRASH},
    {"Fortify-failure", "memory", FROM_CRASH},
    {"Negative-size-param", "memory", FROM_CRASH},
    {"Index-out-of-bounds", "memory", FROM_CRASH},
    {"Object-size", "memory", FROM_CRASH},
    {"Null-dereference", "memory", FROM_CRASH},
    {"UNKNOWN", "memory", FROM_CRASH},
    {"Segv", "memory", FROM_CRASH},
    {"Bus", "memory", FROM_CRASH},
    {"Direct-leak", "leak", FROM_CRASH},
    {"Indirect-leak", "leak", FROM_CRASH},
    {"Integer-overflow", "arithmetic", FROM_CRASH},
    {"Unsigned-integer-overflow", "arithmetic", FROM_CRASH},
    {"Undefined-shift", "arithmetic", FROM_CRASH},
    {"Float-cast-overflow", "arithmetic", FROM_CRASH},
    {"Implicit-conversion", "arithmetic", FROM_CRASH},
    {"Divide-by-zero", "arithmetic", FROM_CRASH},
    {"Floating-point-exception", "arithmetic", FROM_CRASH},
    {"ASSERT", "assertion", FROM_EXPRESSION},
    {"CHECK failure", "assertion", FROM_EXPRESSION},
    {"DCHECK failure", "assertion", FROM_EXPRESSION},
    {"Security CHECK failure", "assertion", FROM_EXPRESSION},
    {"Security DCHECK failure", "assertion", FROM_EXPRESSION},
    {"Fatal error", "assertion", FROM_EXPRESSION},
    {"Abrt", "assertion", FROM_CRASH},
    {"Oracle-violation", "oracle", FROM_EXPRESSION},
    {"Remote-denial-of-service", "assertion", FROM_EXPRESSION},
    {"Bad-cast", "cast", FROM_EXPRESSION},
    {"Timeout", "time", FROM_OUTSIDE},
    {"Slow-unit", "time", FROM_OUTSIDE},
    {"Stack-overflow", "recursion", RECURSION},
};

/* Our driver shows what many looks have in common: its end is not chance. */
static enum reading find_family(const struct bb_report *report, struct bb_profile *profile)
{
    const char *type = report->crash_type;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        if (!bb_text_starts_with(type, families[i].type))
            continue;
        snprintf(profile->family, sizeof profile->family, "%s", families[i].family);
        bool is_stuck =
            families[i].reading == FROM_OUTSIDE && strcmp(report->tool, "brickbat") == 0;
        return is_stuck ? FROM_CRASH : families[i].reading;
    }
    snprintf(profile->family, sizeof profile->family, "%.*s", (int)strcspn(type, "\n"), type);
    return FROM_CRASH;
}

static void add(struct bb_profile *profile, uint64_t call)
{
    if (profile->n == BB_SIMILAR_CALLS)
        return;
    profile->weight[profile->n] = profile->n ? profile->weight[profile->n - 1] / 2 : 1;
    profile->call[profile->n++] = call;
}

static void drop_entry_point(struct bb_calls *calls)
{
    if (calls->n &&
        bb_text_starts_with(calls->frame[calls->n - 1]->function, "LLVMFuzzerTestOneInput"))
        calls->n--;
}

static void add_inwards_out(struct bb_profile *profile, const struct bb_calls *calls)
{
    for (size_t i = 0; i < calls->n; i++)
        if (!bb_calls_is_known(calls, i))
            add(profile, calls->hash[i]);
}

static void add_outwards_in(struct bb_profile *profile, const struct bb_calls *calls)
{
    for (size_t i = calls->n; i-- > 0;)
        if (!bb_calls_is_known(calls, i))
            add(profile, calls->hash[i]);
}

static int compare_hashes(const void *a, const void *b)
{
    const uint64_t *one = a, *two = b;
    return (*one > *two) - (*one < *two);
}

/* Sorted, so that what is common is a common subsequence. */
static void add_recursion(struct bb_profile *profile, const struct bb_calls *calls)
{
    size_t members[BB_SIMILAR_CALLS];
    size_t n = bb_recursion_members(calls->hash, calls->n, members, BB_SIMILAR_CALLS);
    if (n == 0) {
        add_inwards_out(profile, calls);
        return;
    }
    for (size_t i = 0; i < n; i++)
        profile->call[i] = calls->hash[members[i]];
    qsort(profile->call, n, sizeof *profile->call, compare_hashes);
    for (profile->n = 0; profile->n < n; profile->n++)
        profile->weight[profile->n] = 1;
}

void bb_profile_make(const struct bb_report *report, struct bb_profile *ret_profile)
{
    struct bb_calls calls;
    *ret_profile = (struct bb_profile){0};
    enum reading reading = find_family(report, ret_profile);
    bb_calls_collect(&report->frames, &calls);
    drop_entry_point(&calls);
    if (reading == FROM_EXPRESSION && report->n_state)
        add(ret_profile, bb_hash_bytes(BB_HASH_START, bb_bytes_str(report->crash_state[0])));
    if (reading == RECURSION)
        add_recursion(ret_profile, &calls);
    else if (reading == FROM_OUTSIDE)
        add_outwards_in(ret_profile, &calls);
    else
        add_inwards_out(ret_profile, &calls);
}

static double weight_of(const struct bb_profile *profile)
{
    double sum = 0;
    for (size_t i = 0; i < profile->n; i++)
        sum += profile->weight[i];
    return sum;
}

/* The heaviest common subsequence: row by row, each cell the best of what ends there. */
static double weight_of_common(const struct bb_profile *a, const struct bb_profile *b)
{
    double rows[2][BB_SIMILAR_CALLS + 1] = {{0}};
    for (size_t i = 0; i < a->n; i++) {
        const double *above = rows[i % 2];
        double *row = rows[(i + 1) % 2];
        for (size_t j = 0; j < b->n; j++) {
            row[j + 1] = above[j + 1] > row[j] ? above[j + 1] : row[j];
            if (a->call[i] == b->call[j] && above[j] + a->weight[i] + b->weight[j] > row[j + 1])
                row[j + 1] = above[j] + a->weight[i] + b->weight[j];
        }
    }
    return rows[a->n % 2][b->n];
}

double bb_similarity(const struct bb_profile *a, const struct bb_profile *b)
{
    if (a->n == 0 || b->n == 0 || strcmp(a->family, b->family) != 0)
        return 0;
    return weight_of_common(a, b) / (weight_of(a) + weight_of(b));
}
