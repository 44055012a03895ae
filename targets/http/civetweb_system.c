#include "civetweb_system.h"

#include <brickbat/target.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>

#include "civetweb_known.h"
#include "shim/clock.h"
#include "shim/socket_calls.h"

enum { THREADS = 2, MAX_REPETITIONS = 8 };

struct thread {
    void *(*run)(void *argument);
    void *argument;
};

static struct thread threads[THREADS];
static unsigned thread_count;
static void (*idle)(void *context);
static void *idle_context;

/* What civetweb's calls are renamed to. */
int civetweb_pthread_create(pthread_t *ret_id, const pthread_attr_t *attributes,
                            void *(*run)(void *argument), void *argument);
int civetweb_pthread_join(pthread_t id, void **ret_result);
int civetweb_pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex);
int civetweb_pthread_setname_np(pthread_t id, const char *name);
FILE *civetweb_fopen(const char *path, const char *mode);
int civetweb_stat(const char *path, struct stat *ret_stat);
DIR *civetweb_opendir(const char *path);
int civetweb_mkdir(const char *path, mode_t mode);
int civetweb_remove(const char *path);
int civetweb_rename(const char *from, const char *to);
ssize_t civetweb_sendfile(int to, int from, off_t *offset, size_t count);
int civetweb_fileno(FILE *file);
FILE *civetweb_popen(const char *command, const char *mode);
int civetweb_fcntl(int fd, int command, ...);
char *civetweb_strchr(const char *text, int c);
unsigned long civetweb_strtoul(const char *text, char **ret_end, int base);

void system_begin(void (*on_idle)(void *context), void *context)
{
    thread_count = 0;
    idle = on_idle;
    idle_context = context;
}

static bool run(unsigned i)
{
    if (i >= thread_count)
        return false;
    threads[i].run(threads[i].argument);
    return true;
}

bool system_run_master(void)
{
    return run(1);
}

bool system_run_worker(void)
{
    return run(0);
}

int civetweb_pthread_create(pthread_t *ret_id, const pthread_attr_t *attributes,
                            void *(*run)(void *argument), void *argument)
{
    (void)attributes;
    if (thread_count == THREADS)
        return EAGAIN;
    threads[thread_count++] = (struct thread){run, argument};
    *ret_id = (pthread_t)thread_count;
    return 0;
}

int civetweb_pthread_join(pthread_t id, void **ret_result)
{
    (void)id, (void)ret_result;
    return 0;
}

int civetweb_pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
    (void)condition, (void)mutex;
    idle(idle_context);
    return 0;
}

int civetweb_pthread_setname_np(pthread_t id, const char *name)
{
    (void)id, (void)name;
    return 0;
}

/* The digest is MD5 of "user:device:pass". */
static const struct {
    const char *path;
    const char *text;
} files[] = {
    {SYSTEM_FOLDER "/index.html", "<!doctype html><title>device</title>"},
    {SYSTEM_FOLDER "/file.txt", "0123456789abcdefghijklmnopqrstuvwxyz, and once more: "
                                "0123456789abcdefghijklmnopqrstuvwxyz"},
    {SYSTEM_PASSWORDS, "user:device:152c7be7d2455ebb21268630534ea93c\n"},
};
enum { FILES = sizeof files / sizeof files[0] };

/* The server may put more than one slash behind the folder. */
static const char *text_of(const char *path)
{
    size_t folder_len = strlen(SYSTEM_FOLDER);
    if (strncmp(path, SYSTEM_FOLDER, folder_len) != 0)
        return NULL;
    path += folder_len;
    path += strspn(path, "/");
    for (unsigned i = 0; i < FILES; i++)
        if (strcmp(files[i].path + folder_len + 1, path) == 0)
            return files[i].text;
    return NULL;
}

FILE *civetweb_fopen(const char *path, const char *mode)
{
    const char *text = text_of(path);
    if (!text || mode[0] != 'r') {
        errno = text ? EROFS : ENOENT;
        return NULL;
    }
    return fmemopen((void *)text, strlen(text), "r");
}

int civetweb_stat(const char *path, struct stat *ret_stat)
{
    const char *text = text_of(path);
    bool is_folder = strcmp(path, SYSTEM_FOLDER) == 0 || strcmp(path, SYSTEM_FOLDER "/") == 0;
    if (!text && !is_folder) {
        errno = ENOENT;
        return -1;
    }
    *ret_stat = (struct stat){
        .st_mode = text ? S_IFREG | 0644 : S_IFDIR | 0755,
        .st_size = text ? (off_t)strlen(text) : 0,
        .st_mtime = BB_SHIM_CLOCK_START_S - 3600,
    };
    return 0;
}

DIR *civetweb_opendir(const char *path)
{
    (void)path;
    errno = EACCES;
    return NULL;
}

static int refuse(void)
{
    errno = EROFS;
    return -1;
}

int civetweb_mkdir(const char *path, mode_t mode)
{
    (void)path, (void)mode;
    return refuse();
}

int civetweb_remove(const char *path)
{
    (void)path;
    return refuse();
}

int civetweb_rename(const char *from, const char *to)
{
    (void)from, (void)to;
    return refuse();
}

ssize_t civetweb_sendfile(int to, int from, off_t *offset, size_t count)
{
    (void)to, (void)from, (void)offset, (void)count;
    errno = EINVAL;
    return -1;
}

/* Of the commands that the server uses, all take a number or nothing. */
int civetweb_fcntl(int fd, int command, ...)
{
    va_list arguments;
    va_start(arguments, command);
    int argument = command == F_SETFL || command == F_SETFD ? va_arg(arguments, int) : 0;
    va_end(arguments);
    return bb_shim_fcntl(fd, command, argument);
}

FILE *civetweb_popen(const char *command, const char *mode)
{
    (void)command, (void)mode;
    errno = EACCES;
    return NULL;
}

/* There is no descriptor behind these files. */
int civetweb_fileno(FILE *file)
{
    (void)file;
    return -1;
}

/* A chunk's size is added to what was read, and may be any number. One without an end is refused.
 */
unsigned long civetweb_strtoul(const char *text, char **ret_end, int base)
{
    unsigned long number = strtoul(text, ret_end, base);
    if (base != 16 || number < (unsigned long)(INT64_MAX - INT_MAX))
        return number;
    known_chunk_overflow();
    *ret_end = (char *)text;
    return number;
}

/* "", "%" or "%4": nothing but the beginning of an octet, which the server leaves for the next
 * look. */
static bool is_unfinished(const char *text)
{
    return text[0] == '\0' || (text[0] == '%' && strlen(text) <= 2);
}

/* Where a form has a NUL, the server looks for the end of a value there for ever. It is told that
 * this is the end, before the application has got an empty value so often that it takes this for
 * the other busy loop. */
char *civetweb_strchr(const char *text, int c)
{
    static const char *last;
    static unsigned repetitions;
    bool is_again = c == '&' && text == last && is_unfinished(text);
    repetitions = is_again ? repetitions + 1 : 0;
    last = text;
    bool goes_on = repetitions < MAX_REPETITIONS;
    if (!goes_on && known_form_nul_busy_loop()) {
        repetitions = 0;
        return (char *)text;
    }
    if (c == '&')
        BB_ORACLE(form_goes_on, goes_on,
                  "the server looks for the end of a value in one place again and again");
    return strchr(text, c);
}
