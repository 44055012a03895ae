#include "engine/counts.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(BB_ENGINE_LIBFUZZER)

enum { PARTS = 2 };

struct counters {
    uint8_t *first;
    size_t n;
};

/* The second section is there if the target reports states. */
extern uint8_t __start___sancov_cntrs[] __attribute__((weak));
extern uint8_t __stop___sancov_cntrs[] __attribute__((weak));
extern uint8_t __start___libfuzzer_extra_counters[] __attribute__((weak));
extern uint8_t __stop___libfuzzer_extra_counters[] __attribute__((weak));

static uint8_t *kept; /* the parts, one behind the other; never freed */

static void keep_part(struct counters part, uint8_t *copy)
{
    memcpy(copy, part.first, part.n);
}

static void put_back_part(struct counters part, uint8_t *copy)
{
    memcpy(part.first, copy, part.n);
}

static void each_part(void (*with)(struct counters part, uint8_t *copy))
{
    const struct counters parts[PARTS] = {
        {__start___sancov_cntrs, (size_t)(__stop___sancov_cntrs - __start___sancov_cntrs)},
        {__start___libfuzzer_extra_counters,
         (size_t)(__stop___libfuzzer_extra_counters - __start___libfuzzer_extra_counters)},
    };
    if (!kept)
        kept = malloc(parts[0].n + parts[1].n + 1);
    uint8_t *copy = kept;
    for (size_t i = 0; copy && i < PARTS; i++) {
        if (parts[i].n > 0)
            with(parts[i], copy);
        copy += parts[i].n;
    }
}

void bb_counts_pause(void)
{
    each_part(keep_part);
}

void bb_counts_resume(void)
{
    each_part(put_back_part);
}

#elif defined(BB_ENGINE_AFL)

/* What the macros __AFL_COVERAGE, __AFL_COVERAGE_OFF and __AFL_COVERAGE_ON are made of, which are
 * known to instrumented code only. */
extern int __afl_selective_coverage;
int __afl_selective_coverage = 1;
void __afl_coverage_off(void);
void __afl_coverage_on(void);

void bb_counts_pause(void)
{
    __afl_coverage_off();
}

void bb_counts_resume(void)
{
    __afl_coverage_on();
}

#else

void bb_counts_pause(void)
{
}

void bb_counts_resume(void)
{
}

#endif
