/*
 * bb_state (brickbat/target.h) for each engine.
 *
 * libFuzzer reads the section __libfuzzer_extra_counters after each input and clears it. AFL++
 * gives every word of the section __sancov_guards a place in its map when the program starts;
 * counting one of them is what instrumented code does at each edge.
 */
#include <brickbat/target.h>

#if defined(BB_ENGINE_LIBFUZZER)

__attribute__((section("__libfuzzer_extra_counters"),
               aligned(8))) static uint8_t states[BB_STATE_COUNT];

void bb_state(unsigned id)
{
    uint8_t *state = &states[id % BB_STATE_COUNT];
    if (*state < UINT8_MAX)
        ++*state;
}

#elif defined(BB_ENGINE_AFL)

void __sanitizer_cov_trace_pc_guard(uint32_t *guard);

__attribute__((section("__sancov_guards"))) static uint32_t states[BB_STATE_COUNT];

void bb_state(unsigned id)
{
    __sanitizer_cov_trace_pc_guard(&states[id % BB_STATE_COUNT]);
}

#else

void bb_state(unsigned id)
{
    (void)id;
}

#endif
