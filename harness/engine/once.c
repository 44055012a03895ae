#include "engine/once.h"

#include <stdlib.h>
#include <string.h>

void bb_run_once(struct bb_bytes input, const struct bb_limits *limits)
{
    uint8_t *exact = malloc(input.len ? input.len : 1);
    if (!exact)
        abort();
    if (input.len)
        memcpy(exact, input.ptr, input.len);
    bb_limits_start(limits);
    LLVMFuzzerTestOneInput(exact + (input.len ? 0 : 1), input.len);
    bb_limits_stop();
    free(exact);
}
