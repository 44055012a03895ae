/*
 * Sanitizer defaults of every target. The environment (ASAN_OPTIONS, UBSAN_OPTIONS) wins over them,
 * key by key. The runtime calls these functions before it is initialised.
 *
 * - A report ends the process with 77, so that it cannot be taken for anything else. AFL++
 *   sees only signals: there a report aborts, and stacks are left to the replay.
 * - What UBSan finds is fatal, but for the kinds that brickbat::instrument (flags.cmake)
 *   compiles as recoverable. UBSan's halt_on_error would stop those as well, so it stays 0.
 *   (gcc's UBSan runtime has options of its own, hence the same ones twice.)
 * - An allocation that cannot be had returns NULL, as it does on a device.
 */
#ifdef BB_ENGINE_AFL
#define EVERYWHERE "exitcode=77:abort_on_error=1:symbolize=0"
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
