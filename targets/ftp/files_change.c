#include "files.h"

#include <errno.h>

static int fail(int error)
{
    errno = error;
    return -1;
}

int files_make(const char *path, bool is_folder, mode_t mode)
{
    struct bb_bytes name;
    int folder = files_find_parent(path, &name);
    if (folder == FILES_NONE)
        return -1;
    if (files_child(folder, name) != FILES_NONE)
        return fail(EEXIST);
    if (!files_may(folder, 3))
        return fail(EACCES);
    return files_add(folder, name, is_folder, mode & ~files_who.umask);
}

static bool is_empty(int folder)
{
    for (int i = 0; i < FILES_NODES; i++)
        if (files_node(i)->is_used && files_node(i)->parent == folder && i != folder)
            return false;
    return true;
}

int files_remove(const char *path, bool is_folder)
{
    int node = files_find(path);
    if (node == FILES_NONE)
        return -1;
    if (node == files_who.root || node == files_who.folder)
        return fail(EBUSY);
    if (files_node(node)->is_folder != is_folder)
        return fail(is_folder ? ENOTDIR : EISDIR);
    if (!files_may(files_node(node)->parent, 3))
        return fail(EACCES);
    if (is_folder && !is_empty(node))
        return fail(ENOTEMPTY);
    files_drop(node);
    return 0;
}

static bool is_within(int node, int folder)
{
    for (; node != files_node(node)->parent; node = files_node(node)->parent)
        if (node == folder)
            return true;
    return node == folder;
}

/* What is in the way is replaced, if it is a file; this is as far as the programs go. */
int files_rename(const char *from, const char *to)
{
    struct bb_bytes name;
    int node = files_find(from);
    int folder = node == FILES_NONE ? FILES_NONE : files_find_parent(to, &name);
    if (folder == FILES_NONE)
        return -1;
    if (node == files_who.root || is_within(folder, node))
        return fail(EINVAL);
    if (!files_may(files_node(node)->parent, 3) || !files_may(folder, 3))
        return fail(EACCES);
    int old = files_child(folder, name);
    if (old == node)
        return 0;
    if (old != FILES_NONE && (files_node(old)->is_folder || files_node(node)->is_folder))
        return fail(EISDIR);
    if (old != FILES_NONE)
        files_drop(old);
    struct files_node *moved = files_edit(node);
    moved->parent = folder;
    for (size_t i = 0; i < name.len; i++)
        moved->name[i] = (char)name.ptr[i];
    moved->name[name.len] = '\0';
    return 0;
}

int files_chmod(const char *path, mode_t mode)
{
    int node = files_find(path);
    if (node == FILES_NONE)
        return -1;
    if (files_who.uid != 0 && files_who.uid != files_node(node)->uid)
        return fail(EPERM);
    files_edit(node)->mode = mode & 07777;
    return 0;
}
