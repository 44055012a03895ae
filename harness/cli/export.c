#include "cli/export.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/folder.h"
#include "campaign/corpus.h"
#include "cli/output.h"
#include "cli/root.h"
#include "cli/store.h"
#include "report/export.h"

enum { MAX_TEXT_BYTES = 256 << 20, MAX_LOG_BYTES = 64 << 20 };

struct folder {
    char path[PATH_MAX];
    struct bb_err *err;
};

static enum bb_status write_in(const struct folder *folder, const char *name, struct bb_bytes text)
{
    char path[PATH_MAX];
    if (!bb_path_join(path, sizeof path, folder->path, name))
        return BB_FAIL(folder->err, BB_LIMIT, "the path is too long: '%s/%s'", folder->path, name);
    return bb_file_write(path, text, folder->err);
}

/* What is there may be somebody's report that was worked on. */
static enum bb_status make_folder(const struct folder *folder)
{
    struct bb_paths files = {0};
    enum bb_status status = bb_dir_make(folder->path, folder->err);
    if (status == BB_OK)
        status = bb_folder_files(folder->path, &files, folder->err);
    if (status == BB_OK && files.n)
        status =
            BB_FAIL(folder->err, BB_EXISTS, "'%s' is not empty; name a new folder", folder->path);
    bb_paths_free(&files);
    return status;
}

static enum bb_status copy_log(const struct folder *folder, const struct bb_finding *finding)
{
    char path[PATH_MAX];
    struct bb_buf log = BB_BUF_INIT(MAX_LOG_BYTES);
    bb_cli_finding_log(finding, path);
    enum bb_status status = bb_file_read(path, &log, folder->err);
    if (status == BB_OK)
        status = write_in(folder, "stderr.txt", bb_buf_bytes(&log));
    bb_buf_free(&log);
    return status;
}

/* One text made and written; `made` says whether it fitted. */
static enum bb_status write_text(const struct folder *folder, const char *name, bool made,
                                 struct bb_buf *text)
{
    enum bb_status status = made ? write_in(folder, name, bb_buf_bytes(text))
                                 : BB_FAIL(folder->err, BB_LIMIT, "%s would be too long", name);
    bb_buf_reset(text);
    return status;
}

static enum bb_status write_all(const struct folder *folder, const struct bb_finding *finding,
                                const struct bb_grammar *grammar, struct bb_bytes input)
{
    struct bb_buf dump = BB_BUF_INIT(MAX_TEXT_BYTES), text = BB_BUF_INIT(MAX_TEXT_BYTES);
    enum bb_status status = bb_export_dump(grammar, input, &dump);
    if (status != BB_OK)
        status = BB_FAIL(folder->err, status, "the input of '%s' cannot be decoded", finding->id);
    if (status == BB_OK)
        status = write_in(folder, "input", input);
    if (status == BB_OK)
        status = write_in(folder, "input.txt", bb_buf_bytes(&dump));
    if (status == BB_OK)
        status = write_text(folder, "reproducer.c", bb_export_source(finding, input, &text), &text);
    if (status == BB_OK)
        status = write_text(folder, "CMakeLists.txt", bb_export_cmake(finding, &text), &text);
    if (status == BB_OK)
        status = write_text(folder, "REPORT.md",
                            bb_export_markdown(finding, bb_buf_str(&dump), &text), &text);
    if (status == BB_OK)
        status = copy_log(folder, finding);
    bb_buf_free(&text);
    bb_buf_free(&dump);
    return status;
}

static void say_how(const struct bb_cli *cli, const struct folder *folder)
{
    char shown[PATH_MAX];
    bb_cli_show_path(cli, folder->path, shown);
    printf("exported to %s: REPORT.md, reproducer.c, input, input.txt, stderr.txt\n", shown);
    printf("  configure cmake -S %s -B %s/build -DBRICKBAT=%s\n", shown, shown, cli->root);
    printf("  build     cmake --build %s/build\n", shown);
    printf("  crash     %s/build/brickbat/targets/reproducer\n", shown);
    bb_print_note(cli,
                  "if the bug is not public, tell the parser's maintainers and nobody else yet");
}

enum bb_status bb_export_finding(struct bb_cli *cli, const struct bb_finding *finding,
                                 const struct bb_grammar *grammar, const char *folder_name,
                                 struct bb_err *err)
{
    struct folder folder = {.err = err};
    struct bb_buf input = BB_BUF_INIT(BB_INPUT_MAX_BYTES);
    if (!bb_cli_user_path(cli, folder_name, folder.path))
        return BB_FAIL(err, BB_LIMIT, "the path is too long: '%.100s...'", folder_name);
    enum bb_status status = bb_file_read(bb_finding_best_input(finding), &input, err);
    if (status == BB_OK)
        status = make_folder(&folder);
    if (status == BB_OK)
        status = write_all(&folder, finding, grammar, bb_buf_bytes(&input));
    if (status == BB_OK)
        say_how(cli, &folder);
    bb_buf_free(&input);
    return status;
}
