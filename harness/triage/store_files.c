#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "triage/store_private.h"

static const char unfinished_prefix[] = ".new-";

bool bb_store_path(const struct bb_store *store, const char *id, const char *name,
                   char ret_path[static PATH_MAX])
{
    int n = snprintf(ret_path, PATH_MAX, "%s/findings/%s%s%s", store->folder, id, *name ? "/" : "",
                     name);
    return n > 0 && n < PATH_MAX;
}

bool bb_store_has_folder(const struct bb_store *store, const char *id)
{
    char path[PATH_MAX];
    return bb_store_path(store, id, "finding.json", path) && access(path, F_OK) == 0;
}

static enum bb_status write_in(const char *folder, const char *name, struct bb_bytes contents,
                               struct bb_err *err)
{
    char path[PATH_MAX];
    if (!bb_path_join(path, sizeof path, folder, name))
        return BB_FAIL(err, BB_LIMIT, "path too long: '%s/%s'", folder, name);
    return bb_file_write(path, contents, err);
}

static enum bb_status write_script(const char *folder, const struct bb_finding *finding,
                                   struct bb_err *err)
{
    char path[PATH_MAX];
    struct bb_buf text = BB_BUF_INIT(1 << 16);
    bb_finding_repro_script(finding, &text);
    enum bb_status status = bb_buf_status(&text, err);
    if (status == BB_OK)
        status = write_in(folder, "repro.sh", bb_buf_bytes(&text), err);
    if (status == BB_OK && bb_path_join(path, sizeof path, folder, "repro.sh") &&
        chmod(path, 0755) != 0)
        status = BB_FAIL_ERRNO(err, BB_IO, "cannot make '%s' executable", path);
    bb_buf_free(&text);
    return status;
}

enum bb_status bb_store_write_documents(const char *folder, const struct bb_finding *finding,
                                        struct bb_err *err)
{
    struct bb_buf text = BB_BUF_INIT(BB_FINDING_JSON_MAX);
    enum bb_status status = write_script(folder, finding, err);
    if (status == BB_OK)
        status = bb_finding_write_json(finding, &text, err);
    if (status == BB_OK)
        status = write_in(folder, "finding.json", bb_buf_bytes(&text), err);
    bb_buf_free(&text);
    return status;
}

/* So that the folder's new name survives a power cut, too. */
static void sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

static enum bb_status fill_folder(const char *folder, const struct bb_finding *finding,
                                  struct bb_bytes input, struct bb_bytes log, struct bb_err *err)
{
    enum bb_status status = bb_dir_make(folder, err);
    if (status == BB_OK)
        status = write_in(folder, "input", input, err);
    if (status == BB_OK)
        status = write_in(folder, "stderr.txt", log, err);
    if (status == BB_OK)
        status = bb_store_write_documents(folder, finding, err);
    if (status == BB_OK)
        sync_folder(folder);
    return status;
}

static enum bb_status move_into_place(const char *from, const char *to, struct bb_err *err)
{
    if (rename(from, to) == 0)
        return BB_OK;
    if (errno == EEXIST || errno == ENOTEMPTY)
        return BB_FAIL(err, BB_EXISTS, "'%s' is there already", to);
    return BB_FAIL_ERRNO(err, BB_IO, "cannot make '%s'", to);
}

enum bb_status bb_store_make_folder(const struct bb_store *store, const struct bb_finding *finding,
                                    struct bb_bytes input, struct bb_bytes log, struct bb_err *err)
{
    char name[BB_FINDING_ID_SIZE + 64];
    char temporary[PATH_MAX];
    char folder[PATH_MAX];
    char parent[PATH_MAX];
    snprintf(name, sizeof name, "%s%ld-%s", unfinished_prefix, (long)getpid(), finding->id);
    if (!bb_store_path(store, name, "", temporary) ||
        !bb_store_path(store, finding->id, "", folder) || !bb_store_path(store, "", "", parent))
        return BB_FAIL(err, BB_LIMIT, "path too long in '%s'", store->folder);
    enum bb_status status = bb_folder_remove(temporary, err);
    if (status == BB_OK)
        status = fill_folder(temporary, finding, input, log, err);
    if (status == BB_OK)
        status = move_into_place(temporary, folder, err);
    if (status == BB_OK)
        sync_folder(parent);
    else
        (void)!bb_folder_remove(temporary, NULL);
    return status;
}

bool bb_store_is_unfinished(const char *name, int64_t *ret_pid)
{
    size_t n = strlen(unfinished_prefix);
    if (strncmp(name, unfinished_prefix, n) != 0)
        return false;
    char *end;
    intmax_t pid = strtoimax(name + n, &end, 10);
    if (*end != '-' || pid <= 0)
        return false;
    *ret_pid = pid;
    return true;
}

enum bb_status bb_store_read_document(const struct bb_store *store, struct bb_arena *arena,
                                      const char *id, struct bb_finding *ret_finding,
                                      struct bb_err *err)
{
    char path[PATH_MAX];
    struct bb_buf text = BB_BUF_INIT(BB_FINDING_JSON_MAX);
    struct bb_finding finding;
    if (!bb_store_path(store, id, "finding.json", path))
        return BB_FAIL(err, BB_LIMIT, "path too long in '%s'", store->folder);
    enum bb_status status = bb_file_read(path, &text, err);
    if (status == BB_OK)
        status = bb_finding_read_json(arena, bb_buf_bytes(&text), &finding, err);
    bb_buf_free(&text);
    if (status == BB_OK && strcmp(finding.id, id) != 0)
        status = BB_FAIL(err, BB_MALFORMED, "'%s' holds another finding, '%s'", path, finding.id);
    if (status == BB_OK)
        *ret_finding = finding;
    return status;
}
