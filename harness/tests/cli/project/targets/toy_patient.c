/* Waits in run TOY_WAITS_IN for longer than it may take, as on a machine that is busy for once; in
 * all else its runs are the same. */
#include <brickbat/target.h>

#include <stdlib.h>
#include <time.h>

#include "engine/bounds.h"

int __real_LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int __wrap_LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int __wrap_LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return bb_bounds_run(__real_LLVMFuzzerTestOneInput, data, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const volatile long pauses_ns[] = {0, 100 * 1000 * 1000}; /* read without an edge */
    static int run;
    (void)data, (void)size;
    const char *waits_in = getenv("TOY_WAITS_IN");
    if (!waits_in)
        return 0;
    struct timespec pause = {.tv_nsec = pauses_ns[++run == atoi(waits_in)]};
    nanosleep(&pause, NULL);
    return 0;
}
