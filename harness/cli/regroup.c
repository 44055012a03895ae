#include "cli/regroup.h"

#include "cli/output.h"
#include "cli/store.h"
#include "cli/triage_file.h"

enum bb_status bb_regroup_merge(struct bb_cli *cli, struct bb_store *store,
                                const struct bb_finding *finding, const char *other,
                                struct bb_err *err)
{
    char commit[BB_HARNESS_COMMIT_SIZE];
    const struct bb_when when = bb_triage_now(commit);
    struct bb_arena arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES);
    struct bb_finding merged;
    enum bb_status status = bb_cli_find_finding(store, &arena, other, &merged, err);
    if (status == BB_OK)
        status = bb_store_merge(store, finding->id, merged.id, &when, err);
    if (status == BB_OK)
        bb_print_note(cli, "%s is merged into %s: its crashes are counted there from now on",
                      merged.id, finding->id);
    bb_arena_free(&arena);
    return status;
}

enum bb_status bb_regroup_split(struct bb_cli *cli, struct bb_store *store,
                                const struct bb_finding *finding, struct bb_err *err)
{
    char commit[BB_HARNESS_COMMIT_SIZE];
    const struct bb_when when = bb_triage_now(commit);
    bool merged = finding->state == BB_FINDING_MERGED;
    enum bb_status status = merged ? bb_store_unmerge(store, finding->id, &when, err)
                                   : bb_store_set_alone(store, finding->id, true, &when, err);
    if (status == BB_OK && merged)
        bb_print_note(cli, "%s is split from %s: its crashes are its own again", finding->id,
                      finding->merged_into);
    else if (status == BB_OK)
        bb_print_note(cli, "%s is kept out of groups%s", finding->id,
                      finding->alone ? ", as it was" : "");
    return status;
}

enum bb_status bb_regroup_join(struct bb_cli *cli, struct bb_store *store,
                               const struct bb_finding *finding, struct bb_err *err)
{
    char commit[BB_HARNESS_COMMIT_SIZE];
    const struct bb_when when = bb_triage_now(commit);
    enum bb_status status = bb_store_set_alone(store, finding->id, false, &when, err);
    if (status == BB_OK)
        bb_print_note(cli, "%s is in the group of what is similar to it%s", finding->id,
                      finding->alone ? " again" : ", as it was");
    return status;
}
