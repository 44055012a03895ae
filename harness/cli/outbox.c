#include "cli/outbox.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/sha1.h"
#include "base/text.h"
#include "campaign/corpus.h"
#include "cli/json.h"
#include "cli/root.h"

enum { NAME_DIGITS = 16 };

static enum bb_status note_file(struct bb_outbox *outbox, const char *path, struct bb_err *err)
{
    struct bb_buf bytes = BB_BUF_INIT(BB_INPUT_MAX_BYTES);
    bool is_new;
    enum bb_status status = bb_file_read(path, &bytes, err);
    if (status == BB_LIMIT)
        status = BB_OK; /* larger than any message */
    else if (status == BB_OK && !bb_distinct_add(&outbox->seen, bb_buf_bytes(&bytes), &is_new))
        status = BB_FAIL(err, BB_NO_MEMORY, "too many files in '%s'", outbox->folder);
    bb_buf_free(&bytes);
    return status;
}

static enum bb_status note_files(struct bb_outbox *outbox, const struct bb_paths *files,
                                 struct bb_err *err)
{
    enum bb_status status = BB_OK;
    for (size_t i = 0; i < files->n && status == BB_OK; i++)
        status = note_file(outbox, files->list[i], err);
    return status;
}

/* Removes the file that a line of the index names, if it is in the folder itself. */
static void remove_named(const struct bb_outbox *outbox, struct bb_bytes line)
{
    char path[PATH_MAX];
    json_t *json = json_loadb((const char *)line.ptr, line.len, 0, NULL);
    const char *name = json_string_value(json_object_get(json, "file"));
    if (name && bb_text_is_plain_name(name) &&
        bb_path_join(path, sizeof path, outbox->folder, name))
        unlink(path);
    json_decref(json);
}

static enum bb_status remove_indexed(const struct bb_outbox *outbox, struct bb_err *err)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t n;
    FILE *index = fopen(outbox->index, "re");
    if (!index)
        return errno == ENOENT ? BB_OK
                               : BB_FAIL_ERRNO(err, BB_IO, "cannot read '%s'", outbox->index);
    while ((n = getline(&line, &capacity, index)) > 0)
        remove_named(outbox, bb_bytes_of(line, (size_t)n));
    free(line);
    fclose(index);
    if (unlink(outbox->index) != 0)
        return BB_FAIL_ERRNO(err, BB_IO, "cannot remove '%s'", outbox->index);
    return BB_OK;
}

static enum bb_status list_files(const struct bb_outbox *outbox, struct bb_paths *files,
                                 struct bb_err *err)
{
    enum bb_status status = bb_folder_files(outbox->folder, files, err);
    return status == BB_NOT_FOUND ? BB_OK : status;
}

static enum bb_status refuse_files(const struct bb_cli *cli, const struct bb_outbox *outbox,
                                   enum bb_outbox_mode mode, size_t n_files, struct bb_err *err)
{
    char shown[PATH_MAX];
    bb_cli_show_path(cli, outbox->folder, shown);
    if (n_files && mode == BB_OUTBOX_REPLACE)
        return BB_FAIL(err, BB_EXISTS,
                       "'%.200s' holds %zu file%s that no earlier run has written; choose another "
                       "folder with --output",
                       shown, n_files, n_files == 1 ? "" : "s");
    if (n_files || access(outbox->index, F_OK) == 0)
        return BB_FAIL(err, BB_EXISTS,
                       "'%.200s%s' is there already; choose another folder with --output, or "
                       "replace the files of an earlier run with --force",
                       shown, n_files ? "" : ".jsonl");
    return BB_OK;
}

enum bb_status bb_outbox_open(const struct bb_cli *cli, const char *folder,
                              enum bb_outbox_mode mode, struct bb_outbox *ret_outbox,
                              struct bb_err *err)
{
    struct bb_paths files = {0};
    enum bb_status status = BB_OK;
    int n = snprintf(ret_outbox->folder, sizeof ret_outbox->folder, "%s", folder);
    while (n > 1 && ret_outbox->folder[n - 1] == '/')
        ret_outbox->folder[--n] = '\0';
    n = snprintf(ret_outbox->index, sizeof ret_outbox->index, "%.*s.jsonl", PATH_MAX - 16,
                 ret_outbox->folder);
    if (strlen(folder) > PATH_MAX - 64)
        return BB_FAIL(err, BB_LIMIT, "the path is too long: '%.100s...'", folder);
    if (mode == BB_OUTBOX_REPLACE)
        status = remove_indexed(ret_outbox, err);
    if (status == BB_OK)
        status = list_files(ret_outbox, &files, err);
    if (status == BB_OK && mode == BB_OUTBOX_JOIN)
        status = note_files(ret_outbox, &files, err);
    else if (status == BB_OK)
        status = refuse_files(cli, ret_outbox, mode, files.n, err);
    bb_paths_free(&files);
    return status;
}

enum bb_status bb_outbox_claim(struct bb_outbox *outbox, struct bb_bytes content, bool *ret_new,
                               struct bb_err *err)
{
    if (!bb_distinct_add(&outbox->seen, content, ret_new))
        return BB_FAIL(err, BB_NO_MEMORY, "too many messages");
    outbox->duplicates += !*ret_new;
    return BB_OK;
}

static enum bb_status begin(struct bb_outbox *outbox, struct bb_err *err)
{
    enum bb_status status = bb_dir_make(outbox->folder, err);
    if (status != BB_OK)
        return status;
    outbox->stream = fopen(outbox->index, "ae");
    return outbox->stream ? BB_OK : BB_FAIL_ERRNO(err, BB_IO, "cannot write '%s'", outbox->index);
}

static bool write_line(FILE *stream, const char *name, json_t *line)
{
    json_t *whole = json_pack("{s:s}", "file", name);
    bool good = whole && line && json_object_update(whole, line) == 0 &&
                json_dumpf(whole, stream, JSON_COMPACT) == 0 && fputc('\n', stream) != EOF;
    json_decref(whole);
    return good;
}

enum bb_status bb_outbox_write(struct bb_outbox *outbox, const char *prefix,
                               struct bb_bytes content, json_t *line, struct bb_err *err)
{
    char digest[BB_SHA1_TEXT_SIZE];
    char name[NAME_MAX];
    char path[PATH_MAX];
    snprintf(name, sizeof name, "%s-%.*s", prefix, NAME_DIGITS, bb_sha1(content, digest));
    enum bb_status status = outbox->stream ? BB_OK : begin(outbox, err);
    if (status == BB_OK && !bb_path_join(path, sizeof path, outbox->folder, name))
        status = BB_FAIL(err, BB_LIMIT, "the path is too long: '%.100s...'", outbox->folder);
    if (status == BB_OK)
        status = bb_file_create(path, content, err);
    if (status == BB_OK && !write_line(outbox->stream, name, line))
        status = BB_FAIL_ERRNO(err, BB_IO, "cannot write '%s'", outbox->index);
    outbox->written += status == BB_OK;
    json_decref(line);
    return status;
}

enum bb_status bb_outbox_close(struct bb_outbox *outbox, struct bb_err *err)
{
    bb_distinct_free(&outbox->seen);
    FILE *stream = outbox->stream;
    outbox->stream = NULL;
    if (!stream)
        return BB_OK;
    bool good = !ferror(stream);
    if (fclose(stream) != 0 || !good)
        return BB_FAIL_ERRNO(err, BB_IO, "cannot write '%s'", outbox->index);
    return BB_OK;
}
