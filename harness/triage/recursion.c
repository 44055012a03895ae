#include "triage/recursion.h"

#include <stdbool.h>
#include <string.h>

enum { LONGEST_CYCLE = 10, REPEATS = 3 };

static bool repeats(const uint64_t *names, size_t length)
{
    for (size_t i = 1; i < REPEATS; i++)
        if (memcmp(names, names + i * length, length * sizeof *names) != 0)
            return false;
    return true;
}

size_t bb_recursion_find(const uint64_t *names, size_t n, size_t *ret_start)
{
    for (size_t start = 0; start < n; start++) {
        for (size_t length = 1; length <= LONGEST_CYCLE; length++) {
            if (start + REPEATS * length >= n)
                break;
            if (repeats(names + start, length)) {
                *ret_start = start;
                return length;
            }
        }
    }
    return 0;
}
