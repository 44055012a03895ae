#include "engine/once.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/stop.h"

/* In a program with LeakSanitizer: reports what leaked so far, and says whether anything did. */
int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

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

void bb_check_leaks(const char *name)
{
    if (!__lsan_do_recoverable_leak_check || !__lsan_do_recoverable_leak_check())
        return;
    fprintf(stderr, "replay: %s: leaked\n", name);
    _exit(BB_STOP_SANITIZER);
}
