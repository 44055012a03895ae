/*
 * Time and memory of one input as oracles: a parser may take so much, and so much more for each
 * byte of the input. What takes more lets a stranger stall the device with little traffic, long
 * before the engine's own limits are met. brickbat_add_target (MAX_TIME, MAX_MEMORY) states the
 * bounds of a target, and puts bb_bounds_run between the engine and LLVMFuzzerTestOneInput.
 *
 * - time_per_input_byte: CPU time. An input that took longer by the clock on the wall is run again,
 *   twice, and only if each run is beyond the bound, too, is it violated: in the last run,
 *   where the parser is at that moment, so that the stack says it. The engine counts the edges of
 *   the first run only, or AFL++ would take them for unstable.
 * - memory_per_input_byte: the most that the parser held at a time, for parsers with the heap shim
 *   (shim/heap.h). Violated by the allocation that goes beyond.
 */
#ifndef BB_ENGINE_BOUNDS_H
#define BB_ENGINE_BOUNDS_H

#include <stddef.h>
#include <stdint.h>

/* Returns what run returns. */
int bb_bounds_run(int (*run)(const uint8_t *data, size_t size), const uint8_t *data, size_t size);

#endif
