#include "engine/stop.h"

#include <execinfo.h>
#include <stdlib.h>
#include <unistd.h>

/* In a program with a sanitizer. */
void __sanitizer_print_stack_trace(void) __attribute__((weak));

static void print_stack(void)
{
    if (__sanitizer_print_stack_trace) {
        __sanitizer_print_stack_trace();
        return;
    }
    void *frames[64];
    int count = backtrace(frames, sizeof frames / sizeof *frames);
    backtrace_symbols_fd(frames, count, STDERR_FILENO);
}

void bb_engine_stop(int exit_code)
{
    print_stack();
    bb_engine_stop_quietly(exit_code);
}

void bb_engine_stop_quietly(int exit_code)
{
#ifdef BB_ENGINE_REPLAY
    _exit(exit_code);
#else
    (void)exit_code;
    abort();
#endif
}
