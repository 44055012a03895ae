/* One defect of each kind that is no memory error. For replaying, not for fuzzing. */
#include <brickbat/target.h>

#include <stdlib.h>
#include <string.h>

static void *volatile sink;

static __attribute__((noinline)) void loop_for_ever(void)
{
    for (volatile unsigned i = 0;; i++)
        ;
}

static __attribute__((noinline)) void eat_memory(void)
{
    for (int i = 0; i < 4096; i++) {
        char *block = malloc(1 << 20);
        if (block)
            memset(block, i, 1 << 20);
        sink = block;
    }
}

static __attribute__((noinline)) void leak(void)
{
    sink = malloc(40);
    sink = NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size != 4)
        return 0;
    if (memcmp(data, "HANG", 4) == 0)
        loop_for_ever();
    if (memcmp(data, "EATS", 4) == 0)
        eat_memory();
    if (memcmp(data, "LEAK", 4) == 0)
        leak();
    if (memcmp(data, "EXIT", 4) == 0)
        exit(1);
    BB_ORACLE(is_polite, memcmp(data, "RUDE", 4) != 0, "the input is rude");
    return 0;
}
