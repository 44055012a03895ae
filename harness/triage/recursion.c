#include "triage/recursion.h"

#include <stdbool.h>
#include <string.h>

enum { LONGEST_CYCLE = 10, REPEATS = 3, RARE = 4 };

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

static size_t count(const uint64_t *names, size_t n, uint64_t name)
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++)
        found += names[i] == name;
    return found;
}

size_t bb_recursion_members(const uint64_t *names, size_t n, size_t *ret_first, size_t max)
{
    size_t most = 0;
    size_t members = 0;
    for (size_t i = 0; i < n; i++) {
        size_t times = count(names, n, names[i]);
        most = times > most ? times : most;
    }
    for (size_t i = 0; i < n && members < max; i++) {
        size_t times = count(names, n, names[i]);
        if (times >= REPEATS && times * RARE >= most && count(names, i, names[i]) == 0)
            ret_first[members++] = i;
    }
    return members;
}
