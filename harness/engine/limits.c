#include "engine/limits.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "engine/stop.h"
#include "engine/stuck.h"

enum { LOOK_EVERY_MS = 10 };

static struct bb_limits limits;
static struct timespec start;
static bool is_late;

static unsigned elapsed_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (unsigned)((now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000);
}

/* From /proc/self/statm: the second number, in pages. Only calls that a signal handler may make. */
static size_t resident_mb(void)
{
    char text[128] = "";
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    ssize_t n = read(fd, text, sizeof text - 1);
    close(fd);
    const char *second = n > 0 ? strchr(text, ' ') : NULL;
    return second ? (size_t)strtoul(second, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE) >> 20 : 0;
}

/* The highest so far. Not getrusage, which also knows what ran in this process before exec. */
static size_t peak_mb(void)
{
    char line[256];
    size_t peak_kb = 0;
    FILE *file = fopen("/proc/self/status", "re");
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "VmHWM: %zu kB", &peak_kb) == 1)
            break;
    if (file)
        fclose(file);
    return peak_kb >> 10;
}

static _Noreturn void over_memory(void)
{
    fprintf(stderr, "ERROR: brickbat: out-of-memory (limit %u MB)\n", limits.rss_mb);
    if (bb_stuck_print())
        bb_engine_stop_quietly(BB_STOP_MEMORY);
    bb_engine_stop(BB_STOP_MEMORY);
}

static _Noreturn void over_time(void)
{
    fprintf(stderr, "ERROR: brickbat: timeout after %u ms\n", limits.timeout_ms);
    if (bb_stuck_print())
        bb_engine_stop_quietly(BB_STOP_TIMEOUT);
    bb_engine_stop(BB_STOP_TIMEOUT);
}

/* The second half of the time counts for where a run is stuck, and the second half of the memory.
 * What was there before is another part of the work. */
static void look_where(unsigned elapsed, size_t resident)
{
    bool late = limits.timeout_ms && elapsed >= limits.timeout_ms / 2;
    if (late && !is_late)
        bb_stuck_reset();
    is_late = late;
    if (late || (limits.rss_mb && resident > limits.rss_mb / 2))
        bb_stuck_look();
}

/* Printing is not safe in a handler in general; the process ends here, so the worst is a lost line.
 */
static void look(int signal)
{
    (void)signal;
    unsigned elapsed = elapsed_ms();
    size_t resident = limits.rss_mb ? resident_mb() : 0;
    look_where(elapsed, resident);
    if (limits.timeout_ms && elapsed >= limits.timeout_ms)
        over_time();
    if (limits.rss_mb && resident > limits.rss_mb)
        over_memory();
}

static void set_timer(unsigned interval_ms)
{
    struct timeval interval = {.tv_usec = (suseconds_t)interval_ms * 1000};
    struct itimerval timer = {.it_interval = interval, .it_value = interval};
    setitimer(ITIMER_REAL, &timer, NULL);
}

void bb_limits_start(const struct bb_limits *wanted)
{
    limits = *wanted;
    is_late = false;
    bb_stuck_reset();
    clock_gettime(CLOCK_MONOTONIC, &start);
    if (!limits.timeout_ms && !limits.rss_mb)
        return;
    struct sigaction action = {.sa_handler = look, .sa_flags = SA_RESTART};
    sigaction(SIGALRM, &action, NULL);
    set_timer(LOOK_EVERY_MS);
}

void bb_limits_stop(void)
{
    set_timer(0);
    if (limits.rss_mb && peak_mb() > limits.rss_mb)
        over_memory();
}
