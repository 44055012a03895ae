#include "listing.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "files.h"

enum { LINE_SIZE = 512 };

static void write_line(int fd, int node, const char *name)
{
    static const char letters[] = "rwxrwxrwx";
    const struct files_node *file = files_node(node);
    char mode[sizeof letters], line[LINE_SIZE];
    for (size_t i = 0; i < sizeof letters; i++)
        mode[i] = file->mode & (0400u >> i) ? letters[i] : '-';
    mode[sizeof letters - 1] = '\0';
    int n = snprintf(line, sizeof line, "%c%s   1 staff %8zu Nov 14 22:13 %s\n",
                     file->is_folder ? 'd' : '-', mode, file->len, name);
    files_write(fd, line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1);
}

static void write_folder(int fd, int folder)
{
    static const char total[] = "total 8\n";
    files_write(fd, total, sizeof total - 1);
    for (int i = 0; i < FILES_NODES; i++)
        if (files_node(i)->is_used && files_node(i)->parent == folder && i != folder)
            write_line(fd, i, files_node(i)->name);
}

static void write_path(int fd, const char *path)
{
    char line[LINE_SIZE];
    int node = files_find(path);
    if (node == FILES_NONE) {
        int n = snprintf(line, sizeof line, "ls: %s: %s\n", path, strerror(errno));
        files_write(fd, line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1);
    } else if (files_node(node)->is_folder) {
        write_folder(fd, node);
    } else {
        write_line(fd, node, path);
    }
}

void listing_write(int fd, char *const *argv)
{
    size_t paths = 0;
    for (argv++; *argv; argv++)
        if (**argv != '-') {
            write_path(fd, *argv);
            paths++;
        }
    if (!paths)
        write_folder(fd, files_who.folder);
}
