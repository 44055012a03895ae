#include "cli/relatives.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/json.h"
#include "cli/probe.h"
#include "triage/groups.h"

enum { MAX_ARENA_BYTES = 1 << 30, MAX_SHOWN = 8 };

enum bb_status bb_relatives_load(struct bb_store *store, struct bb_relatives *ret_relatives,
                                 struct bb_err *err)
{
    const struct bb_store_filter all = {.sort = BB_SORT_ID};
    struct bb_relatives relatives = {.arena = BB_ARENA_INIT(MAX_ARENA_BYTES)};
    enum bb_status status =
        bb_store_list(store, &relatives.arena, &all, &relatives.list, &relatives.n, err);
    if (status == BB_OK) {
        relatives.leader =
            bb_arena_alloc(&relatives.arena, (relatives.n + 1) * sizeof *relatives.leader);
        status = relatives.leader
                     ? bb_groups_find(relatives.list, relatives.n, relatives.leader, err)
                     : BB_FAIL(err, BB_LIMIT, "no memory left for %zu findings", relatives.n);
    }
    if (status == BB_OK)
        *ret_relatives = relatives;
    else
        bb_arena_free(&relatives.arena);
    return status;
}

void bb_relatives_end(struct bb_relatives *relatives)
{
    bb_arena_free(&relatives->arena);
    *relatives = (struct bb_relatives){0};
}

static int compare_id(const void *id, const void *finding)
{
    return strcmp(id, ((const struct bb_finding *)finding)->id);
}

static const struct bb_finding *find(const struct bb_relatives *relatives, const char *id)
{
    return relatives->n
               ? bsearch(id, relatives->list, relatives->n, sizeof *relatives->list, compare_id)
               : NULL;
}

const char *bb_relatives_group(const struct bb_relatives *relatives, const char *id)
{
    const struct bb_finding *known = find(relatives, id);
    return known ? relatives->list[relatives->leader[known - relatives->list]].id : id;
}

/* --- shown ---------------------------------------------------------------------------------- */

struct relative {
    const struct bb_finding *finding;
    double similarity;
};

static int compare_similarity(const void *a, const void *b)
{
    const struct relative *one = a, *two = b;
    if (one->similarity != two->similarity)
        return one->similarity > two->similarity ? -1 : 1;
    return strcmp(one->finding->id, two->finding->id);
}

/* Of the finding's group: those that are merged into it, or those that are not merged at all. Fills
 * up to relatives->n of ret_list; returns how many. */
static size_t collect(const struct bb_relatives *relatives, const struct bb_finding *finding,
                      bool merged, struct relative *ret_list)
{
    const struct bb_finding *known = find(relatives, finding->id);
    size_t n = 0;
    for (size_t i = 0; known && i < relatives->n; i++) {
        const struct bb_finding *other = &relatives->list[i];
        bool is_wanted = merged ? strcmp(other->merged_into, finding->id) == 0
                                : other->state != BB_FINDING_MERGED;
        if (other != known && is_wanted &&
            relatives->leader[i] == relatives->leader[known - relatives->list])
            ret_list[n++] = (struct relative){other, bb_findings_similarity(finding, other)};
    }
    if (n)
        qsort(ret_list, n, sizeof *ret_list, compare_similarity);
    return n;
}

static void print_one(const struct relative *relative, const char *label)
{
    struct bb_buf words = BB_BUF_INIT(4096);
    bb_probe_describe(&relative->finding->report, &words);
    printf("  %-9s %s  %.0f %%  %s\n", label, relative->finding->id, 100 * relative->similarity,
           bb_buf_str(&words));
    bb_buf_free(&words);
}

static void print_some(const struct bb_cli *cli, const struct relative *list, size_t n,
                       const char *label)
{
    for (size_t i = 0; i < n && i < MAX_SHOWN; i++)
        print_one(&list[i], i ? "" : label);
    if (n > MAX_SHOWN)
        printf("  %-9s %zu more: '%s findings --group'\n", "", n - MAX_SHOWN, cli->program);
}

void bb_relatives_print(const struct bb_cli *cli, const struct bb_relatives *relatives,
                        const struct bb_finding *finding)
{
    struct relative *list = calloc(relatives->n + 1, sizeof *list);
    if (finding->state == BB_FINDING_MERGED)
        printf("  merged    into %s\n", finding->merged_into);
    if (list) {
        print_some(cli, list, collect(relatives, finding, true, list), "merged");
        print_some(cli, list, collect(relatives, finding, false, list), "similar");
    }
    free(list);
}

json_t *bb_relatives_json(const struct bb_relatives *relatives, const struct bb_finding *finding)
{
    json_t *json = bb_finding_to_json(finding);
    if (json)
        json_object_set_new(json, "group",
                            bb_json_text(bb_relatives_group(relatives, finding->id)));
    return json;
}
