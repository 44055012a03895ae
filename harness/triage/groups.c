#include "triage/groups.h"

#include <stdlib.h>
#include <string.h>

#include "triage/similar.h"

/* A finding on its way to a group. */
struct member {
    const struct bb_finding *finding;
    size_t place; /* in the caller's list */
    size_t leader;
    struct bb_profile profile;
};

static int compare_age(const void *a, const void *b)
{
    const struct bb_finding *one = ((const struct member *)a)->finding;
    const struct bb_finding *two = ((const struct member *)b)->finding;
    if (one->first_seen != two->first_seen)
        return one->first_seen < two->first_seen ? -1 : 1;
    return strcmp(one->id, two->id);
}

static bool is_comparable(const struct bb_finding *a, const struct bb_finding *b)
{
    if (*a->parser && *b->parser)
        return strcmp(a->parser, b->parser) == 0;
    return strcmp(a->target, b->target) == 0;
}

static bool is_placed_by_user(const struct bb_finding *finding)
{
    return finding->alone || finding->state == BB_FINDING_MERGED;
}

/* The leader among the `n` older members that members[n] is most like, the oldest of several. */
static size_t find_leader(const struct member *members, size_t n)
{
    const struct member *member = &members[n];
    double best = 0;
    size_t leader = member->place;
    for (size_t i = 0; i < n; i++) {
        const struct member *older = &members[i];
        if (older->leader != older->place || is_placed_by_user(older->finding) ||
            !is_comparable(older->finding, member->finding))
            continue;
        double similarity = bb_similarity(&older->profile, &member->profile);
        if (similarity >= BB_SIMILAR_THRESHOLD && similarity > best) {
            best = similarity;
            leader = older->place;
        }
    }
    return leader;
}

/* Where the way of merges from list[i] ends: at a finding that is not merged, or whose next is not
 * in the list. In a circle, somewhere in it. */
static size_t find_merged_into(const struct bb_finding *list, size_t n, size_t i)
{
    for (size_t steps = 0; steps < n && list[i].state == BB_FINDING_MERGED; steps++) {
        size_t next = 0;
        while (next < n && strcmp(list[next].id, list[i].merged_into) != 0)
            next++;
        if (next == n)
            break;
        i = next;
    }
    return i;
}

enum bb_status bb_groups_find(const struct bb_finding *list, size_t n, size_t *ret_leader,
                              struct bb_err *err)
{
    struct member *members = calloc(n + 1, sizeof *members);
    if (!members)
        return BB_FAIL(err, BB_NO_MEMORY, "no memory to group %zu findings", n);
    for (size_t i = 0; i < n; i++) {
        members[i] = (struct member){.finding = &list[i], .place = i};
        bb_profile_make(&list[i].report, &members[i].profile);
    }
    qsort(members, n, sizeof *members, compare_age);
    for (size_t i = 0; i < n; i++) {
        members[i].leader =
            is_placed_by_user(members[i].finding) ? members[i].place : find_leader(members, i);
        ret_leader[members[i].place] = members[i].leader;
    }
    free(members);
    for (size_t i = 0; i < n; i++)
        if (list[i].state == BB_FINDING_MERGED)
            ret_leader[i] = ret_leader[find_merged_into(list, n, i)];
    return BB_OK;
}

double bb_findings_similarity(const struct bb_finding *a, const struct bb_finding *b)
{
    struct bb_profile profiles[2];
    if (!is_comparable(a, b))
        return 0;
    bb_profile_make(&a->report, &profiles[0]);
    bb_profile_make(&b->report, &profiles[1]);
    return bb_similarity(&profiles[0], &profiles[1]);
}
