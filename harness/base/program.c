#include "base/program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_program(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode) && access(path, X_OK) == 0;
}

bool bb_program_find(const char *name, char ret_path[PATH_MAX])
{
    const char *folders = getenv("PATH");
    while (folders && *folders) {
        size_t n = strcspn(folders, ":");
        char path[PATH_MAX];
        int len = snprintf(path, sizeof path, "%.*s/%s", (int)n, folders, name);
        if (len > 0 && (size_t)len < sizeof path && is_program(path)) {
            if (ret_path)
                memcpy(ret_path, path, (size_t)len + 1);
            return true;
        }
        folders += n + (folders[n] == ':');
    }
    return false;
}
