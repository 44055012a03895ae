#include "engine/bounds.h"

#include <brickbat/target.h>

#include <signal.h>
#include <stdbool.h>
#include <sys/time.h>
#include <time.h>

#include "base/clock.h"
#include "engine/counts.h"

/* Where the heap shim is linked in. */
void bb_shim_heap_set_bound(size_t bytes) __attribute__((weak));

static int64_t allowed_ms(size_t size)
{
    return bb_target.max_ms + (int64_t)(bb_target.max_us_per_byte * (uint64_t)size / 1000);
}

static int64_t cpu_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void judge_time(bool is_within)
{
    BB_ORACLE(time_per_input_byte, is_within, "the input takes more CPU time than its size allows");
}

static void on_time(int signal)
{
    (void)signal;
    judge_time(false);
}

/* The timer counts the CPU time of the process. Without it, the judge has the last word. */
static void set_timer(int64_t ms)
{
    struct itimerval timer = {.it_value = {.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000}};
    signal(SIGPROF, ms ? on_time : SIG_DFL);
    setitimer(ITIMER_PROF, &timer, NULL);
}

static void judge_again(int (*run)(const uint8_t *, size_t), const uint8_t *data, size_t size)
{
    int64_t began_ms = cpu_ms();
    run(data, size);
    if (cpu_ms() - began_ms <= allowed_ms(size))
        return;
    set_timer(allowed_ms(size));
    run(data, size);
    set_timer(0);
}

/* Another process or another machine on this one may have had the processor, so once more, by the
 * time that was ours. */
static void look_again(int (*run)(const uint8_t *, size_t), const uint8_t *data, size_t size)
{
    bb_counts_pause();
    judge_again(run, data, size);
    bb_counts_resume();
}

int bb_bounds_run(int (*run)(const uint8_t *data, size_t size), const uint8_t *data, size_t size)
{
    if (bb_target.max_kib && bb_shim_heap_set_bound)
        bb_shim_heap_set_bound(bb_target.max_kib * 1024 + bb_target.max_bytes_per_byte * size);
    if (!bb_target.max_ms)
        return run(data, size);
    int64_t began_ms = bb_clock_ms();
    int result = run(data, size);
    if (bb_clock_ms() - began_ms > allowed_ms(size))
        look_again(run, data, size);
    judge_time(true);
    return result;
}
