#include "cli/split_input.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/sha1.h"
#include "campaign/corpus.h"
#include "cli/output.h"
#include "cli/root.h"
#include "cli/triage_file.h"

static enum bb_status hash_file(const char *path, char ret_sha1[static BB_SHA1_TEXT_SIZE],
                                struct bb_err *err)
{
    struct bb_buf input = BB_BUF_INIT(BB_INPUT_MAX_BYTES);
    enum bb_status status = bb_file_read(path, &input, err);
    if (status == BB_OK)
        bb_sha1(bb_buf_bytes(&input), ret_sha1);
    bb_buf_free(&input);
    return status;
}

/* The finding does not keep it among its other inputs any more. */
static void remove_kept(const struct bb_finding *finding, const char *sha1)
{
    char folder[PATH_MAX];
    struct bb_paths files = {0};
    snprintf(folder, sizeof folder, "reports/findings/%.120s/inputs", finding->id);
    if (bb_folder_files(folder, &files, NULL) == BB_OK)
        for (size_t i = 0; i < files.n; i++)
            if (strstr(bb_path_name(files.list[i]), sha1))
                unlink(files.list[i]);
    bb_paths_free(&files);
}

/* ret_result: what came of the input. */
static enum bb_status replay(struct bb_replaying *replaying, struct bb_store *store,
                             const char *path, const char *commit,
                             struct bb_triage_result *ret_result, struct bb_err *err)
{
    struct bb_workdir dir;
    struct bb_triage_results results = {0};
    enum bb_status status = bb_workdir_open(replaying->target->name, &dir, err);
    if (status != BB_OK)
        return status;
    struct bb_triage triage = {
        .cli = replaying->cli,
        .target = replaying->target,
        .dir = &dir,
        .store = store,
        .prober = BB_PROBER_INIT(replaying->target->name, bb_replaying_how(replaying)),
    };
    snprintf(triage.harness_commit, sizeof triage.harness_commit, "%s", commit);
    status = bb_triage_file(&triage, path, &results, err);
    bb_triage_end(&triage);
    if (status == BB_OK && results.n)
        *ret_result = results.list[0];
    return status;
}

static enum bb_status split(struct bb_replaying *replaying, struct bb_store *store,
                            const struct bb_finding *finding, const char *path, struct bb_err *err)
{
    char commit[BB_HARNESS_COMMIT_SIZE];
    char sha1[BB_SHA1_TEXT_SIZE];
    struct bb_triage_result result = {0};
    const struct bb_when when = bb_triage_now(commit);
    enum bb_status status = hash_file(path, sha1, err);
    if (status == BB_OK)
        status = bb_store_split_input(store, finding->id, sha1, &when, err);
    if (status == BB_OK)
        status = replay(replaying, store, path, commit, &result, err);
    if (status != BB_OK)
        return status;
    if (result.id[0]) {
        remove_kept(finding, sha1);
        bb_print_note(replaying->cli, "it is %s now, and not %s any more", result.id, finding->id);
    } else {
        bb_print_note(replaying->cli,
                      "it is not %s any more; it does not crash today's program, and will be a "
                      "finding of its own when it does",
                      finding->id);
    }
    return BB_OK;
}

int bb_split_input(struct bb_replaying *replaying, struct bb_store *store,
                   const struct bb_finding *finding, const char *file)
{
    char path[PATH_MAX];
    struct bb_err err = {0};
    enum bb_status status = BB_OK;
    if (!bb_cli_user_path(replaying->cli, file, path))
        status = BB_FAIL(&err, BB_LIMIT, "the path is too long: '%.100s...'", file);
    int code = BB_EXIT_OK;
    if (status == BB_OK && access(path, R_OK) == 0)
        code = bb_replaying_begin(replaying, "replay", finding->target);
    if (code != BB_EXIT_OK)
        return code;
    if (status == BB_OK)
        status = split(replaying, store, finding, path, &err);
    return status == BB_OK ? BB_EXIT_OK : bb_print_failure(replaying->cli, status, &err);
}
