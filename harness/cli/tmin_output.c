#include "cli/tmin_output.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "campaign/corpus.h"
#include "cli/root.h"
#include "cli/triage_file.h"

enum { SAVE_MS = 200, SAVE_IN_STORE_MS = 1000 };

/* "reports/findings/<id>/input": the store keeps the result. */
static bool is_findings_input(const char *path, char ret_id[static BB_FINDING_ID_SIZE])
{
    static const char folder[] = "reports/findings/";
    if (!bb_text_starts_with(path, folder))
        return false;
    const char *id = path + strlen(folder);
    size_t n = strcspn(id, "/");
    if (n == 0 || n >= BB_FINDING_ID_SIZE || strcmp(id + n, "/input") != 0)
        return false;
    memcpy(ret_id, id, n);
    ret_id[n] = '\0';
    return true;
}

enum bb_status bb_tmin_output_begin(struct bb_cli *cli, const struct bb_target_info *target,
                                    const char *input_path, const char *typed,
                                    struct bb_tmin_output *ret_output, struct bb_err *err)
{
    struct bb_tmin_output output = {.cli = cli,
                                    .target = target,
                                    .waiting = BB_BUF_INIT(BB_INPUT_MAX_BYTES)};
    if (!typed && is_findings_input(input_path, output.id))
        snprintf(output.path, PATH_MAX, "reports/findings/%s/input.min", output.id);
    else if (!typed)
        snprintf(output.path, PATH_MAX, "%.*s.min", PATH_MAX - 8, input_path);
    else if (!bb_cli_user_path(cli, typed, output.path))
        return BB_FAIL(err, BB_LIMIT, "the path is too long: '%.100s...'", typed);
    *ret_output = output;
    return BB_OK;
}

static enum bb_status write_in_store(struct bb_tmin_output *output, const struct bb_minimized *best,
                                     struct bb_err *err)
{
    enum bb_status status = BB_OK;
    if (!output->store)
        status = bb_cli_open_store(output->cli, &output->store, err);
    if (status == BB_OK)
        status = bb_cli_keep_minimized(output->store, output->target, output->id, best, err);
    return status;
}

static enum bb_status write_best(struct bb_tmin_output *output, const struct bb_minimized *best,
                                 struct bb_err *err)
{
    output->is_waiting = false;
    enum bb_status status = output->id[0] ? write_in_store(output, best, err)
                                          : bb_file_write(output->path, best->input, err);
    output->saved_ms = bb_clock_ms();
    return status;
}

enum bb_status bb_tmin_output_flush(struct bb_tmin_output *output, struct bb_err *err)
{
    const int64_t pause_ms = output->id[0] ? SAVE_IN_STORE_MS : SAVE_MS;
    if (!output->is_waiting || bb_clock_ms() - output->saved_ms < pause_ms)
        return BB_OK;
    const struct bb_minimized best = {.input = bb_buf_bytes(&output->waiting),
                                      .explanation = "",
                                      .is_partial = true};
    return write_best(output, &best, err);
}

enum bb_status bb_tmin_output_save(struct bb_tmin_output *output, struct bb_bytes best,
                                   struct bb_err *err)
{
    bb_buf_reset(&output->waiting);
    if (!bb_buf_append(&output->waiting, best))
        return BB_FAIL(err, BB_NO_MEMORY, "no memory to save %zu bytes", best.len);
    output->is_waiting = true;
    return bb_tmin_output_flush(output, err);
}

enum bb_status bb_tmin_output_finish(struct bb_tmin_output *output, const struct bb_minimized *best,
                                     const struct bb_reduce_result *result, struct bb_err *err)
{
    char commit[BB_HARNESS_COMMIT_SIZE];
    enum bb_status status = write_best(output, best, err);
    if (status != BB_OK || !output->id[0])
        return status;
    bb_triage_find_commit(commit);
    return bb_cli_keep_rate(output->store, output->id, commit, result, err);
}

void bb_tmin_output_end(struct bb_tmin_output *output)
{
    bb_store_close(output->store);
    bb_buf_free(&output->waiting);
    output->store = NULL;
}
