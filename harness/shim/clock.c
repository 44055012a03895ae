#include "shim/clock.h"

#include "shim/clock_calls.h"

enum { NS_PER_US = 1000, NS_PER_S = 1000000000 };

static uint64_t elapsed_ns;

void bb_shim_clock_reset(void)
{
    elapsed_ns = 0;
}

/* Stops at the end of its range, 584 years after the start. */
void bb_shim_clock_advance_ns(uint64_t ns)
{
    elapsed_ns = ns > UINT64_MAX - elapsed_ns ? UINT64_MAX : elapsed_ns + ns;
}

uint64_t bb_shim_clock_elapsed_ns(void)
{
    return elapsed_ns;
}

static struct timespec clock_at(time_t start_s)
{
    return (struct timespec){.tv_sec = start_s + (time_t)(elapsed_ns / NS_PER_S),
                             .tv_nsec = (long)(elapsed_ns % NS_PER_S)};
}

static bool counts_from_boot(clockid_t clock)
{
    return clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE && clock != CLOCK_TAI;
}

int bb_shim_clock_gettime(clockid_t clock, struct timespec *ret_time)
{
    *ret_time = clock_at(counts_from_boot(clock) ? BB_SHIM_CLOCK_BOOT_S : BB_SHIM_CLOCK_START_S);
    return 0;
}

time_t bb_shim_time(time_t *ret_time)
{
    time_t now = clock_at(BB_SHIM_CLOCK_START_S).tv_sec;
    if (ret_time)
        *ret_time = now;
    return now;
}

int bb_shim_gettimeofday(struct timeval *ret_time, void *ret_zone)
{
    (void)ret_zone;
    struct timespec now = clock_at(BB_SHIM_CLOCK_START_S);
    *ret_time = (struct timeval){.tv_sec = now.tv_sec, .tv_usec = now.tv_nsec / NS_PER_US};
    return 0;
}

unsigned bb_shim_sleep(unsigned seconds)
{
    bb_shim_clock_advance_ns((uint64_t)seconds * NS_PER_S);
    return 0;
}

int bb_shim_usleep(useconds_t us)
{
    bb_shim_clock_advance_ns((uint64_t)us * NS_PER_US);
    return 0;
}

int bb_shim_nanosleep(const struct timespec *wanted, struct timespec *ret_left)
{
    bb_shim_clock_advance_ns((uint64_t)wanted->tv_sec * NS_PER_S + (uint64_t)wanted->tv_nsec);
    if (ret_left)
        *ret_left = (struct timespec){0};
    return 0;
}
