/*
 * A target with planted defects, for test_replay.sh: the first byte of the input chooses one.
 */
#include <brickbat/target.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "engine/bounds.h"

const struct bb_target bb_target = {
    .name = "toy",
    .protocol = "toy",
    .grammar_name = "",
    .parser = "toy",
    .version = "1",
    .variant = "pristine",
    .engine = "replay",
    .max_len = 16,
    .max_ms = 50,
    .max_us_per_byte = 10 * 1000,
};

int __real_LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int __wrap_LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* As in a program of brickbat_add_target. */
int __wrap_LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return bb_bounds_run(__real_LLVMFuzzerTestOneInput, data, size);
}

static volatile int sink;
static char *volatile kept;

static void free_twice(void)
{
    char *volatile block = malloc(10);
    char *volatile again = block;
    free(block);
    free(again);
}

/* The stack ends somewhere in malloc, which needs more of it than this. */
__attribute__((noinline)) static int go_down(int depth)
{
    char *volatile block = malloc(10);
    int below = block ? go_down(depth + 1) : 0;
    free(block);
    return below + depth;
}

__attribute__((noinline)) static void step_left(void)
{
    for (int i = 0; i < 1000; i++)
        sink ^= i;
}

__attribute__((noinline)) static void step_right(void)
{
    for (int i = 0; i < 1000; i++)
        sink = i;
}

/* Most of the time it is in one of the others. */
__attribute__((noinline)) static void spin(void)
{
    for (;;) {
        step_left();
        step_right();
    }
}

static void use_memory(void)
{
    for (;;) {
        char *volatile block = malloc(1 << 20);
        if (block)
            memset(block, 1, 1 << 20);
    }
}

static void read_beyond_array(size_t index)
{
    static struct {
        int table[4];
        int behind[16];
    } both;
    sink = both.table[index];
}

static int64_t cpu_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

__attribute__((noinline)) static void compute(int64_t ms)
{
    for (int64_t began_ms = cpu_ms(); cpu_ms() - began_ms < ms;)
        step_left();
}

/* usleep ends early, with the first signal of the driver's timer. */
static void wait_for_others(int64_t ms)
{
    for (int64_t began_ms = bb_clock_ms(); bb_clock_ms() - began_ms < ms;)
        usleep(1000);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t what = size ? data[0] : 0;
    void *volatile nothing = NULL;
    volatile size_t none = 0;
    BB_ORACLE(toy_is_calm, what != 'o', "the toy was provoked");
    BB_ORACLE(toy_is_short, size < 100, "the toy is too long");
    switch (what) {
    case 'r': sink = data[size]; break; /* one byte too many */
    case 'b': read_beyond_array(4 + size); break;
    case 'n': memcpy(nothing, data, none); break; /* reported, does not stop */
    case 'w': *(volatile char *)nothing = 1; break;
    case 'd': free_twice(); break;
    case 'k': kept = memset(malloc(20), 0, 20); break; /* no leak: it can be reached */
    case 'l': sink = *(char *)memset(malloc(10), 0, 10); break;
    case 't':
        for (;;)
            sink ^= 1;
    case 'a': bb_denial_of_service("abort");
    case 'e': compute(250); break; /* allowed for 20 bytes and more */
    case 'z': wait_for_others(250); break;
    case 'x': sink = go_down(0); break;
    case 's': spin(); break;
    case 'm': use_memory(); break;
    default: break;
    }
    return 0;
}
