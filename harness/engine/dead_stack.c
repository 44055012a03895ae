#include "engine/dead_stack.h"

#include <string.h>

/* Neither inlined, or the bytes were part of a frame that lasts, nor with zones around them. */
__attribute__((noinline, no_sanitize_address)) void bb_dead_stack_wipe(void)
{
    char bytes[BB_DEAD_STACK_BYTES];
    explicit_bzero(bytes, sizeof bytes);
}
