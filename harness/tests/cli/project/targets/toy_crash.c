/* Two memory errors, each two bytes away from a seed. */
#include <brickbat/target.h>

#include <stdlib.h>
#include <string.h>

static __attribute__((noinline)) int read_behind(const uint8_t *copy, size_t size)
{
    volatile const uint8_t *at = copy;
    return at[size];
}

static __attribute__((noinline)) void write_behind(uint8_t *copy, size_t size)
{
    volatile uint8_t *at = copy;
    at[size + 1] = 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2 || data[0] != 'C')
        return 0;
    uint8_t *copy = malloc(size);
    if (!copy)
        return 0;
    memcpy(copy, data, size);
    int seen = 0;
    if (data[1] == 'R')
        seen = read_behind(copy, size);
    else if (data[1] == 'W')
        write_behind(copy, size);
    free(copy);
    return seen & 0;
}
