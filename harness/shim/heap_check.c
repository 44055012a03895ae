/*
 * Apart from heap.c, since only programs with the engine have oracles.
 */
#include <brickbat/target.h>

#include "shim/heap.h"

/* Where LeakSanitizer is linked in. */
void __lsan_do_leak_check(void) __attribute__((weak));

void bb_shim_heap_check_returned(void)
{
    size_t blocks = bb_shim_heap_held_blocks();
    if (blocks && __lsan_do_leak_check)
        __lsan_do_leak_check();
    BB_ORACLE(memory_returned, blocks == 0, "a run did not give back all its memory");
}

static void judge_memory(bool is_within)
{
    BB_ORACLE(memory_per_input_byte, is_within,
              "the parser holds more memory than the input's size allows");
}

static void beyond(void)
{
    judge_memory(false);
}

void bb_shim_heap_set_bound(size_t bytes)
{
    bb_shim_heap_on_beyond(bytes, beyond);
    judge_memory(true);
}
