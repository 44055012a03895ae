/*
 * Is a target steady? The same input must reach the same edges whenever it runs, and a long run
 * must not take more and more memory. For the benchmark parsers; the edges build's driver.
 */
#ifndef BB_ENGINE_STEADY_H
#define BB_ENGINE_STEADY_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/*
 * Reads paths, one a line. Each input runs REPEATS times one behind the other; it is unstable if
 * two of these runs reach different edges, the first run apart: what a parser sets up once is a
 * difference of its own. Then all inputs run in turns, `runs` times altogether, or until `seconds`
 * of CPU time are over. All in this process.
 *
 * Prints one line of JSON: inputs, repeats, unstable, first_differs, runs, and the resident memory
 * in KiB after a tenth of the runs and at the end. Returns false if an input cannot be read, or
 * there is none.
 */
bool bb_steady_check(FILE *list, uint64_t runs, unsigned seconds);

#endif
