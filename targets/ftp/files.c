#include "files.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "shim/clock.h"

enum { LOOPS_MAX = 64 };

static struct files_node nodes[FILES_NODES];
static uint8_t contents[FILES_NODES][FILES_MAX_BYTES];
struct files_who files_who;

const struct files_node *files_node(int node)
{
    return &nodes[node];
}

struct files_node *files_edit(int node)
{
    return &nodes[node];
}

struct bb_bytes files_content(int node)
{
    return bb_bytes_of(contents[node], nodes[node].len);
}

/* There are no groups: what the owner may not, others may. */
bool files_may(int node, mode_t wanted)
{
    mode_t mode = nodes[node].mode;
    if (files_who.uid == 0)
        return true;
    if (files_who.uid == nodes[node].uid)
        mode >>= 6;
    return (mode & wanted) == wanted;
}

int files_child(int folder, struct bb_bytes name)
{
    for (int i = 0; i < FILES_NODES; i++)
        if (nodes[i].is_used && nodes[i].parent == folder && i != folder &&
            bb_bytes_equal(bb_bytes_str(nodes[i].name), name))
            return i;
    errno = ENOENT;
    return FILES_NONE;
}

static int fail(int error)
{
    errno = error;
    return FILES_NONE;
}

static int step(int node, struct bb_bytes name)
{
    if (!nodes[node].is_folder)
        return fail(ENOTDIR);
    if (!files_may(node, 1))
        return fail(EACCES);
    if (name.len >= FILES_NAME_SIZE)
        return fail(ENAMETOOLONG);
    if (bb_bytes_equal(name, bb_bytes_str(".")))
        return node;
    if (bb_bytes_equal(name, bb_bytes_str("..")))
        return node == files_who.root ? node : nodes[node].parent;
    return files_child(node, name);
}

/* The next part of a path, empty at its end; *path is behind it and its slashes then. */
static struct bb_bytes next_part(const char **path)
{
    const char *start = *path + strspn(*path, "/");
    size_t len = strcspn(start, "/");
    *path = start + len + strspn(start + len, "/");
    return bb_bytes_of(start, len);
}

int files_find(const char *path)
{
    int node = *path == '/' ? files_who.root : files_who.folder;
    bool wants_folder = *path && path[strlen(path) - 1] == '/';
    if (!*path)
        return fail(ENOENT);
    for (struct bb_bytes part; (part = next_part(&path)).len;)
        if ((node = step(node, part)) == FILES_NONE)
            return FILES_NONE;
    if (wants_folder && !nodes[node].is_folder)
        return fail(ENOTDIR);
    return node;
}

/* The folder in which the last part of the path is, or would be. */
int files_find_parent(const char *path, struct bb_bytes *ret_name)
{
    int node = *path == '/' ? files_who.root : files_who.folder;
    struct bb_bytes part = next_part(&path);
    if (!part.len)
        return fail(EEXIST);
    for (struct bb_bytes next; (next = next_part(&path)).len; part = next)
        if ((node = step(node, part)) == FILES_NONE)
            return FILES_NONE;
    if (!nodes[node].is_folder)
        return fail(ENOTDIR);
    if (part.len >= FILES_NAME_SIZE)
        return fail(ENAMETOOLONG);
    if (bb_bytes_equal(part, bb_bytes_str(".")) || bb_bytes_equal(part, bb_bytes_str("..")))
        return fail(EINVAL);
    *ret_name = part;
    return node;
}

int files_add(int folder, struct bb_bytes name, bool is_folder, mode_t mode)
{
    for (int i = 0; i < FILES_NODES; i++) {
        if (nodes[i].is_used)
            continue;
        nodes[i] = (struct files_node){.is_used = true,
                                       .is_folder = is_folder,
                                       .mode = mode,
                                       .uid = files_who.uid,
                                       .changed = BB_SHIM_CLOCK_START_S,
                                       .parent = folder};
        memcpy(nodes[i].name, name.ptr, name.len);
        return i;
    }
    return fail(ENOSPC);
}

void files_drop(int node)
{
    nodes[node].is_used = false;
}

void files_truncate(int node)
{
    nodes[node].len = 0;
}

/* What is left free before `at` reads as zeroes. */
ssize_t files_put(int node, size_t at, struct bb_bytes bytes)
{
    struct files_node *file = &nodes[node];
    if (at > FILES_MAX_BYTES || bytes.len > FILES_MAX_BYTES - at) {
        errno = ENOSPC;
        return -1;
    }
    if (at > file->len)
        memset(contents[node] + file->len, 0, at - file->len);
    memcpy(contents[node] + at, bytes.ptr, bytes.len);
    if (at + bytes.len > file->len)
        file->len = at + bytes.len;
    return (ssize_t)bytes.len;
}

static size_t path_parts(int node, int ret_parts[LOOPS_MAX])
{
    size_t n = 0;
    for (; node != files_who.root && node != nodes[node].parent && n < LOOPS_MAX;
         node = nodes[node].parent)
        ret_parts[n++] = node;
    return n;
}

bool files_path(int node, char *ret_path, size_t size)
{
    int parts[LOOPS_MAX];
    size_t n = path_parts(node, parts), len = 0;
    if (n == 0)
        return snprintf(ret_path, size, "/") < (int)size;
    while (n > 0 && len < size)
        len += (size_t)snprintf(ret_path + len, size - len, "/%s", nodes[parts[--n]].name);
    return len < size;
}

void files_reset(const struct files_entry *entries, size_t count)
{
    for (int i = 0; i < FILES_NODES; i++)
        nodes[i].is_used = false;
    files_close_all();
    files_who = (struct files_who){.umask = 022};
    nodes[0] = (struct files_node){.is_used = true, .is_folder = true, .mode = 0755};
    for (size_t i = 0; i < count; i++) {
        struct bb_bytes name;
        int folder = files_find_parent(entries[i].path, &name);
        int node = folder == FILES_NONE
                       ? FILES_NONE
                       : files_add(folder, name, !entries[i].text, entries[i].mode);
        if (node == FILES_NONE)
            continue;
        nodes[node].uid = entries[i].uid;
        if (entries[i].text)
            files_put(node, 0, bb_bytes_str(entries[i].text));
    }
}
