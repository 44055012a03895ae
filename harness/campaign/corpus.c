#include "campaign/corpus.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/sha1.h"

/* Hard links where the file system has them: an AFL++ queue can be large. */
static enum bb_status place(const char *from, struct bb_bytes contents, const char *to,
                            struct bb_err *err)
{
    if (link(from, to) == 0 || errno == EEXIST)
        return BB_OK;
    return bb_file_write(to, contents, err);
}

/* BB_NOT_FOUND and such if the file cannot be read, which is not the corpus's fault. */
static enum bb_status add_file(const char *path, const char *corpus, bool may_link, bool *ret_added,
                               struct bb_err *err)
{
    struct bb_buf contents = BB_BUF_INIT(BB_INPUT_MAX_BYTES);
    char sha1[BB_SHA1_TEXT_SIZE], to[PATH_MAX];
    enum bb_status status = bb_file_read(path, &contents, err);
    if (status != BB_OK)
        goto out;
    bb_sha1(bb_buf_bytes(&contents), sha1);
    bb_path_join(to, sizeof to, corpus, sha1);
    *ret_added = access(to, F_OK) != 0;
    if (*ret_added && may_link)
        status = place(path, bb_buf_bytes(&contents), to, err);
    else if (*ret_added)
        status = bb_file_write(to, bb_buf_bytes(&contents), err);
out:
    bb_buf_free(&contents);
    return status;
}

enum bb_status bb_corpus_import(const char *folder, const char *corpus,
                                struct bb_corpus_counts *counts, struct bb_err *err)
{
    struct bb_paths files = {0};
    enum bb_status status = bb_folder_files(folder, &files, err);
    for (size_t i = 0; i < files.n && status == BB_OK; i++) {
        bool added = false;
        counts->files++;
        if (access(files.list[i], R_OK) != 0) {
            counts->unreadable++;
            continue;
        }
        status = add_file(files.list[i], corpus, false, &added, err);
        counts->added += added;
    }
    bb_paths_free(&files);
    return status;
}

enum bb_status bb_corpus_import_afl(const char *instance, const char *corpus, int64_t min_age_ms,
                                    unsigned *next_id, size_t *ret_added, struct bb_err *err)
{
    char queue[PATH_MAX];
    struct bb_paths files = {0};
    size_t n_added = 0;
    bb_path_join(queue, sizeof queue, instance, "queue");
    enum bb_status status = bb_folder_files(queue, &files, err);
    if (status == BB_NOT_FOUND)
        return *ret_added = 0, BB_OK;
    for (size_t i = 0; i < files.n && status == BB_OK; i++) {
        unsigned id;
        bool added = false;
        const char *name = strrchr(files.list[i], '/') + 1;
        if (sscanf(name, "id:%u", &id) != 1 || id < *next_id)
            continue;
        if (!bb_file_is_settled(files.list[i], min_age_ms))
            break;
        status = add_file(files.list[i], corpus, true, &added, err);
        n_added += added;
        *next_id = id + 1;
    }
    bb_paths_free(&files);
    *ret_added = n_added;
    return status;
}

static bool is_sha1(const char *name)
{
    return strspn(name, "0123456789abcdef") == BB_SHA1_TEXT_SIZE - 1 &&
           strlen(name) == BB_SHA1_TEXT_SIZE - 1;
}

enum bb_status bb_corpus_normalise(const char *corpus, struct bb_err *err)
{
    struct bb_paths files = {0};
    enum bb_status status = bb_folder_files(corpus, &files, err);
    for (size_t i = 0; i < files.n && status == BB_OK; i++) {
        bool added;
        if (is_sha1(strrchr(files.list[i], '/') + 1))
            continue;
        status = add_file(files.list[i], corpus, true, &added, err);
        if (status == BB_OK)
            unlink(files.list[i]);
    }
    bb_paths_free(&files);
    return status;
}

bool bb_corpus_drop(const char *corpus, const char *sha1)
{
    char path[PATH_MAX];
    return bb_path_join(path, sizeof path, corpus, sha1) && unlink(path) == 0;
}

size_t bb_corpus_count(const char *corpus)
{
    struct bb_paths files = {0};
    size_t n = bb_folder_files(corpus, &files, NULL) == BB_OK ? files.n : 0;
    bb_paths_free(&files);
    return n;
}
