#include "campaign/last_run.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

static void get_path(const char *target, char ret_path[PATH_MAX])
{
    snprintf(ret_path, PATH_MAX, "reports/work/%s/last-run.json", target);
}

json_t *bb_last_run_read(const char *target)
{
    char path[PATH_MAX];
    get_path(target, path);
    json_t *run = json_load_file(path, 0, NULL);
    return run ? run : json_null();
}

enum bb_status bb_last_run_write(const char *target, const json_t *run, struct bb_err *err)
{
    char path[PATH_MAX];
    get_path(target, path);
    char *text = json_dumps(run, JSON_INDENT(2));
    if (!text)
        return BB_FAIL(err, BB_NO_MEMORY, "no memory for '%s'", path);
    enum bb_status status = bb_file_write(path, bb_bytes_str(text), err);
    free(text);
    return status;
}
