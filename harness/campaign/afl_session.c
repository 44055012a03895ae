#include "campaign/engine.h"

#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "campaign/artifacts.h"

/* AFL++ stops at an input that vanishes while it reads, so it gets a copy of the live corpus. */
static enum bb_status fill_input(const struct bb_workdir *dir, const char *input,
                                 struct bb_err *err)
{
    struct bb_paths files = {0};
    size_t n = 0;
    enum bb_status status = bb_folder_files(dir->corpus, &files, err);
    for (size_t i = 0; i < files.n; i++) {
        char to[PATH_MAX];
        struct stat info;
        bb_path_join(to, sizeof to, input, strrchr(files.list[i], '/') + 1);
        if (stat(files.list[i], &info) == 0 && info.st_size > 0 && link(files.list[i], to) == 0)
            n++;
    }
    bb_paths_free(&files);
    if (status == BB_OK && n == 0) {
        char to[PATH_MAX];
        bb_path_join(to, sizeof to, input, "zero");
        status = bb_file_write(to, bb_bytes_of("", 1), err);
    }
    return status;
}

enum bb_status bb_engine_afl_prepare(const struct bb_workdir *dir, struct bb_err *err)
{
    struct bb_paths instances = {0};
    char input[PATH_MAX], earlier[PATH_MAX];
    bb_path_join(input, sizeof input, dir->afl, "input");
    bb_path_join(earlier, sizeof earlier, dir->afl, "earlier");
    enum bb_status status = bb_artifacts_rescue_afl(dir, err);
    if (status == BB_OK)
        status = bb_folder_folders(dir->afl, &instances, err);
    for (size_t i = 0; i < instances.n && status == BB_OK; i++) {
        if (strcmp(instances.list[i], earlier) != 0)
            status = bb_folder_remove(instances.list[i], err);
    }
    bb_paths_free(&instances);
    if (status == BB_OK)
        status = bb_dir_make(input, err);
    return status == BB_OK ? fill_input(dir, input, err) : status;
}
