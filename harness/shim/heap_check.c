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
