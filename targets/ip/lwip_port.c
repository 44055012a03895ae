/*
 * lwIP's port to a machine without an operating system: the clock is the shim's, and a failed
 * assertion ends the process.
 */
#undef NDEBUG /* for __assert_fail */

#include "lwip_hooks.h"

#include <assert.h>

#include <lwip/sys.h>

#include "shim/clock.h"

enum { FIRST_SEQUENCE = 6510 };

u32_t sys_now(void)
{
    return (u32_t)(bb_shim_clock_elapsed_ns() / 1000000);
}

void lwip_port_assert(const char *words, const char *file, unsigned line, const char *function)
{
    __assert_fail(words, file, line, function);
}

uint32_t lwip_hook_first_sequence(void)
{
    return FIRST_SEQUENCE;
}
