/* Takes its time: 80 ms of it for every input. The runs are counted in a file, where the test is.
 * Two memory errors, one for a's with all of the first twelve letters in order, one for twelve
 * bytes with a '!' at their end. */
#include <brickbat/target.h>

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void count_run(void)
{
    int file = open("toy_late.runs", O_WRONLY | O_CREAT | O_APPEND, 0644);
    if (file < 0 || write(file, ".", 1) != 1)
        abort();
    close(file);
}

static bool has_letters(const uint8_t *data, size_t size)
{
    uint8_t next = 'a';
    for (size_t i = 0; i < size; i++)
        next += data[i] == next;
    return next > 'l';
}

static __attribute__((noinline)) int read_behind(const uint8_t *copy, size_t size)
{
    volatile const uint8_t *at = copy;
    return at[size];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct timespec pause = {.tv_nsec = 80 * 1000 * 1000};
    count_run();
    while (nanosleep(&pause, &pause) != 0)
        ; /* a driver's timers may end it early */
    if (!has_letters(data, size) && !(size >= 12 && data[size - 1] == '!'))
        return 0;
    uint8_t *copy = malloc(size);
    int seen = copy ? read_behind(copy, size) : 0;
    free(copy);
    return seen & 0;
}
