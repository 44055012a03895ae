#include "cli/root.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static bool is_root(const char *folder)
{
    char path[PATH_MAX];
    struct stat info;
    return bb_path_join(path, sizeof path, folder, "CMakePresets.json") && stat(path, &info) == 0 &&
           bb_path_join(path, sizeof path, folder, "targets") && stat(path, &info) == 0 &&
           S_ISDIR(info.st_mode);
}

/* Cuts the path until it names a root. False, and it is "", if there is none above it. */
static bool climb(char *path)
{
    while (path[0]) {
        if (is_root(path))
            return true;
        char *slash = strrchr(path, '/');
        if (!slash)
            break;
        *slash = '\0';
    }
    path[0] = '\0';
    return false;
}

static enum bb_status take_named(struct bb_cli *cli, const char *folder, const char *who,
                                 struct bb_err *err)
{
    char typed[PATH_MAX];
    if (!bb_cli_user_path(cli, folder, typed) || !realpath(typed, cli->root))
        return BB_FAIL(err, BB_NOT_FOUND, "%s: there is no folder '%s'", who, folder);
    if (!is_root(cli->root))
        return BB_FAIL(err, BB_NOT_FOUND,
                       "%s: '%s' is no brickbat project: it has no "
                       "CMakePresets.json or no targets/",
                       who, folder);
    return BB_OK;
}

static enum bb_status find_root(struct bb_cli *cli, struct bb_err *err)
{
    const char *variable = getenv("BRICKBAT_ROOT");
    if (cli->root_option)
        return take_named(cli, cli->root_option, "--root", err);
    if (variable && variable[0])
        return take_named(cli, variable, "BRICKBAT_ROOT", err);
    strcpy(cli->root, cli->self);
    if (climb(cli->root))
        return BB_OK;
    strcpy(cli->root, cli->start_dir);
    if (climb(cli->root))
        return BB_OK;
    return BB_FAIL(err, BB_NOT_FOUND,
                   "no project found above '%s'; say where it is with --root DIR or BRICKBAT_ROOT",
                   cli->start_dir);
}

enum bb_status bb_cli_enter_root(struct bb_cli *cli, struct bb_err *err)
{
    enum bb_status status = find_root(cli, err);
    if (status != BB_OK)
        return status;
    if (chdir(cli->root) != 0)
        return BB_FAIL(err, BB_IO, "cannot enter the project's folder '%s'", cli->root);
    return BB_OK;
}

bool bb_cli_user_path(const struct bb_cli *cli, const char *typed, char ret_path[PATH_MAX])
{
    if (typed[0] != '/' && strcmp(typed, "-") != 0 && strcmp(cli->start_dir, cli->root) != 0)
        return bb_path_join(ret_path, PATH_MAX, cli->start_dir, typed);
    size_t n = strlen(typed);
    if (n >= PATH_MAX)
        return false;
    memcpy(ret_path, typed, n + 1);
    return true;
}

const char *bb_cli_show_path(const struct bb_cli *cli, const char *path, char ret_path[PATH_MAX])
{
    if (path[0] != '/' && strcmp(cli->start_dir, cli->root) != 0)
        bb_path_join(ret_path, PATH_MAX, cli->root, path);
    else
        snprintf(ret_path, PATH_MAX, "%s", path);
    return ret_path;
}
