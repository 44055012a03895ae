#include "tree_time.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { MAX_TREE = 256 };

/* Of one process and those of its children that it has waited for, in clock ticks. */
static uint64_t process_ticks(pid_t pid)
{
    char path[64], text[1024];
    uint64_t user, system, waited_user, waited_system;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    size_t n = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[n] = '\0';
    const char *rest = strrchr(text, ')'); /* the name may hold anything */
    int found = rest ? sscanf(rest + 1,
                              " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %" SCNu64 " %" SCNu64
                              " %" SCNu64 " %" SCNu64,
                              &user, &system, &waited_user, &waited_system)
                     : 0;
    return found == 4 ? user + system + waited_user + waited_system : 0;
}

static size_t add_children(pid_t pid, pid_t *list, size_t n)
{
    char path[64];
    int child;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)pid);
    FILE *file = fopen(path, "re");
    while (file && n < MAX_TREE && fscanf(file, "%d", &child) == 1)
        list[n++] = child;
    if (file)
        fclose(file);
    return n;
}

static int64_t reaped_ms(void)
{
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    return ((int64_t)usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
           (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

int64_t bench_tree_ms(void)
{
    pid_t list[MAX_TREE];
    uint64_t ticks = 0;
    size_t n = add_children(getpid(), list, 0);
    for (size_t i = 0; i < n; i++) {
        ticks += process_ticks(list[i]);
        n = add_children(list[i], list, n);
    }
    return reaped_ms() + (int64_t)(ticks * 1000 / (uint64_t)sysconf(_SC_CLK_TCK));
}
