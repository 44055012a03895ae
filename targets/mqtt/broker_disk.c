#include "broker_disk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct file {
    char *ptr; /* owned; NULL: it is not there */
    size_t len;
};

static struct file old_file, new_file;

static void remove_file(struct file *file)
{
    free(file->ptr);
    *file = (struct file){0};
}

void broker_disk_reset(void)
{
    remove_file(&old_file);
    remove_file(&new_file);
}

struct bb_bytes broker_disk_take(void)
{
    struct bb_bytes taken = bb_bytes_of((const uint8_t *)old_file.ptr, old_file.len);
    old_file = (struct file){0};
    return taken;
}

void broker_disk_put(struct bb_bytes file)
{
    remove_file(&old_file);
    old_file = (struct file){malloc(file.len + 1), file.len};
    if (!old_file.ptr)
        abort();
    memcpy(old_file.ptr, file.ptr, file.len);
}

/* The stream's memory is the new file's when it is closed. */
static FILE *open_for_writing(void)
{
    remove_file(&new_file);
    return open_memstream(&new_file.ptr, &new_file.len);
}

FILE *broker_disk_fopen(const char *name, const char *mode)
{
    (void)name;
    if (mode[0] == 'w')
        return open_for_writing();
    errno = ENOENT;
    return old_file.len ? fmemopen(old_file.ptr, old_file.len, mode) : NULL;
}

int broker_disk_rename(const char *from, const char *to)
{
    (void)from, (void)to;
    remove_file(&old_file);
    old_file = new_file;
    new_file = (struct file){0};
    return 0;
}

/* Only what is there from an attempt that failed is unlinked. */
int broker_disk_unlink(const char *name)
{
    (void)name;
    errno = ENOENT;
    int rc = new_file.ptr ? 0 : -1;
    remove_file(&new_file);
    return rc;
}
