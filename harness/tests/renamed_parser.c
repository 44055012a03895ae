/*
 * Stands for a third-party parser in test_rename.c: it calls the system's functions by their names,
 * and is linked through brickbat_relocatable as a parser is.
 */
#undef NDEBUG
#include <assert.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

int renamed_parser_main(int fd, char *ret_byte, time_t *ret_time, int *ret_random);

void renamed_parser_leave(void *number);

static int help(int number)
{
    return number;
}

/* Renamed as a whole to renamed_parser_main. */
int parser_main(int fd, char *ret_byte, time_t *ret_time, int *ret_random)
{
    *ret_time = time(NULL);
    *ret_random = help(rand());
    return (int)recv(fd, ret_byte, 1, 0);
}

void renamed_parser_leave(void *number)
{
    assert(*(int *)number != 1);
    if (*(int *)number == 2)
        abort();
    exit(*(int *)number);
}
