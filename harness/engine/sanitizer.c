/*
 * Sanitizer defaults of every target, for the runtime before it is initialised. The environment
 * (ASAN_OPTIONS, UBSAN_OPTIONS) wins over them, key by key. What UBSan finds is fatal, but for the
 * kinds that brickbat::instrument (flags.cmake) compiles as recoverable; its halt_on_error would
 * stop those as well. An allocation that cannot be had returns NULL, as it does on a device. A
 * report ends the process with 77, so that it cannot be taken for anything else, and so does an
 * abort, with its stack, in a replay; libFuzzer takes care of those itself. AFL++ sees only
 * signals: there a report aborts, and stacks are left to the replay.
 */
#ifdef BB_ENGINE_AFL
#define EVERYWHERE "exitcode=77:abort_on_error=1:symbolize=0"
#elif defined BB_ENGINE_REPLAY
#define EVERYWHERE "exitcode=77:handle_abort=1"
#else
#define EVERYWHERE "exitcode=77"
#endif

const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

__attribute__((used, visibility("default"))) const char *__asan_default_options(void)
{
    return EVERYWHERE ":allocator_may_return_null=1";
}

__attribute__((used, visibility("default"))) const char *__ubsan_default_options(void)
{
    return EVERYWHERE ":print_stacktrace=1:halt_on_error=0";
}
