#include "cli/inputs.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/root.h"

static enum bb_status collect_folder(const char *path, const char *word, struct bb_paths *files,
                                     struct bb_err *err)
{
    size_t before = files->n;
    enum bb_status status = bb_folder_files(path, files, err);
    if (status == BB_OK && files->n == before)
        return BB_FAIL(err, BB_NOT_FOUND, "there is no file in the folder '%s'", word);
    return status;
}

static enum bb_status collect_word(const struct bb_cli *cli, const char *word,
                                   struct bb_paths *files, struct bb_err *err)
{
    char path[PATH_MAX];
    struct stat info;
    if (!bb_cli_user_path(cli, word, path))
        return BB_FAIL(err, BB_LIMIT, "the path is too long: '%.100s...'", word);
    if (stat(path, &info) != 0)
        return BB_FAIL_ERRNO(err, BB_NOT_FOUND, "cannot read '%s'", word);
    if (S_ISDIR(info.st_mode))
        return collect_folder(path, word, files, err);
    return bb_paths_add(files, path) ? BB_OK : BB_FAIL(err, BB_NO_MEMORY, "too many files");
}

enum bb_status bb_inputs_collect(const struct bb_cli *cli, const char *const *words, size_t n,
                                 struct bb_paths *ret_files, struct bb_err *err)
{
    enum bb_status status = BB_OK;
    for (size_t i = 0; i < n && status == BB_OK; i++)
        status = collect_word(cli, words[i], ret_files, err);
    return status;
}

enum bb_status bb_inputs_collect_or_stdin(const struct bb_cli *cli, const char *const *words,
                                          size_t n, struct bb_paths *ret_files, struct bb_err *err)
{
    if (n != 1 || strcmp(words[0], "-") != 0)
        return bb_inputs_collect(cli, words, n, ret_files, err);
    return bb_paths_add(ret_files, "-") ? BB_OK : BB_FAIL(err, BB_NO_MEMORY, "no memory");
}
