#include "cli/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <brickbat/grammar.h>

#include "base/text.h"
#include "cli/output.h"

enum { MAX_NOTICES_BYTES = 64 * 1024, MAX_WORDS_BYTES = 64 * 1024, EXPLAINED_LINES = 4 };

enum bb_status bb_cli_open_store(const struct bb_cli *cli, struct bb_store **ret_store,
                                 struct bb_err *err)
{
    struct bb_buf notices = BB_BUF_INIT(MAX_NOTICES_BYTES);
    enum bb_status status = bb_store_open("reports", ret_store, &notices, err);
    struct bb_bytes rest = bb_buf_bytes(&notices), line;
    while (bb_bytes_take_line(&rest, &line))
        bb_print_note(cli, "%.*s", (int)line.len, (const char *)line.ptr);
    bb_buf_free(&notices);
    return status;
}

static enum bb_status fail_unknown(const struct bb_finding *list, size_t n, const char *id,
                                   struct bb_err *err)
{
    const char **names = calloc(n + 1, sizeof *names);
    const char *nearest = NULL;
    for (size_t i = 0; names && i < n; i++)
        names[i] = list[i].id;
    if (names)
        nearest = bb_text_nearest(id, names, n);
    enum bb_status status =
        nearest
            ? BB_FAIL(err, BB_NOT_FOUND, "no finding '%.100s'; did you mean '%s'?", id, nearest)
            : BB_FAIL(err, BB_NOT_FOUND, "no finding '%.100s'; 'brickbat findings' lists them", id);
    free(names);
    return status;
}

void bb_cli_finding_log(const struct bb_finding *finding, char ret_path[static PATH_MAX])
{
    snprintf(ret_path, PATH_MAX, "reports/findings/%.120s/stderr.txt", finding->id);
}

enum bb_status bb_cli_find_finding(struct bb_store *store, struct bb_arena *arena, const char *id,
                                   struct bb_finding *ret_finding, struct bb_err *err)
{
    const struct bb_store_filter all = {0};
    struct bb_finding *list;
    const struct bb_finding *found = NULL;
    size_t n, n_found = 0;
    enum bb_status status = bb_store_get(store, arena, id, ret_finding, err);
    if (status != BB_NOT_FOUND)
        return status;
    status = bb_store_list(store, arena, &all, &list, &n, err);
    if (status != BB_OK)
        return status;
    for (size_t i = 0; i < n; i++) {
        if (!id[0] || !bb_text_starts_with(list[i].id, id))
            continue;
        found = &list[i];
        n_found++;
    }
    if (n_found > 1)
        return BB_FAIL(err, BB_NOT_FOUND, "%zu findings begin with '%.100s'; write more of the id",
                       n_found, id);
    return found ? bb_store_get(store, arena, found->id, ret_finding, err)
                 : fail_unknown(list, n, id, err);
}

enum bb_status bb_cli_keep_minimized(struct bb_store *store, const struct bb_target_info *target,
                                     const char *id, const struct bb_minimized *minimized,
                                     struct bb_err *err)
{
    const struct bb_grammar *grammar = target->grammar[0] ? bb_grammar_find(target->grammar) : NULL;
    struct bb_buf words = BB_BUF_INIT(MAX_WORDS_BYTES);
    struct bb_minimized explained = *minimized;
    if (grammar && bb_explain(grammar, minimized->input, EXPLAINED_LINES, &words) != BB_OK)
        bb_buf_reset(&words);
    if (*minimized->explanation)
        bb_buf_printf(&words, "%s\n", minimized->explanation);
    explained.explanation = bb_buf_str(&words);
    enum bb_status status = bb_store_set_minimized(store, id, &explained, err);
    bb_buf_free(&words);
    return status == BB_EXISTS ? BB_OK : status;
}

enum bb_status bb_cli_keep_rate(struct bb_store *store, const char *id, const char *commit,
                                const struct bb_reduce_result *result, struct bb_err *err)
{
    const struct bb_rate found = result->minimize.original;
    const struct bb_rate rate = result->best.shown ? result->best : found;
    if (bb_rate_is_always(found))
        return BB_OK;
    const struct bb_recheck seen = {.runs = rate.runs,
                                    .runs_crashed = rate.shown,
                                    .commit = commit,
                                    .now = time(NULL)};
    return bb_store_recheck(store, id, &seen, NULL, err);
}
