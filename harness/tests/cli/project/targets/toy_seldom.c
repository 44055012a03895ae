/* A memory error that shows in every second run of an input with a '!' in it. The runs are counted
 * in a file, where the test is. */
#include <brickbat/target.h>

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_odd_run(void)
{
    int file = open("toy_seldom.runs", O_WRONLY | O_CREAT | O_APPEND, 0644);
    if (file < 0 || write(file, ".", 1) != 1)
        abort();
    off_t runs = lseek(file, 0, SEEK_END);
    close(file);
    return runs % 2 != 0;
}

static __attribute__((noinline)) int read_behind(const uint8_t *copy, size_t size)
{
    volatile const uint8_t *at = copy;
    return at[size];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size || !memchr(data, '!', size) || !is_odd_run())
        return 0;
    uint8_t *copy = malloc(size);
    int seen = copy ? read_behind(copy, size) : 0;
    free(copy);
    return seen & 0;
}
