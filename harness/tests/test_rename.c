/*
 * Renaming symbols in a parser's objects (brickbat_relocatable): the parser reaches the shim, and
 * only the parser does.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "shim/clock.h"
#include "shim/leave.h"
#include "shim/random.h"
#include "shim/random_calls.h"
#include "shim/socket.h"

int renamed_parser_main(int fd, char *ret_byte, time_t *ret_time, int *ret_random);
void renamed_parser_leave(void *number);

static void test_rename__parser_reaches_the_shim(void **state)
{
    (void)state;
    char byte = 0;
    time_t now = 0;
    int number = 0;
    bb_shim_clock_reset();
    bb_shim_random_reset(3);
    int fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    bb_shim_socket_push(fd, bb_bytes_str("x"));
    assert_int_equal(renamed_parser_main(fd, &byte, &now, &number), 1);
    assert_int_equal(byte, 'x');
    assert_int_equal(now, BB_SHIM_CLOCK_START_S);
    bb_shim_random_reset(3);
    assert_int_equal(number, bb_shim_rand());
}

static bool accept_all(void *context, const struct bb_leave *leave)
{
    (void)context;
    (void)leave;
    return true;
}

static struct bb_leave leave_with(int number)
{
    return bb_shim_leave_run(renamed_parser_leave, &number);
}

static void test_rename__parser_is_taken_back(void **state)
{
    (void)state;
    bb_shim_leave_on_leave(accept_all, NULL);
    struct bb_leave leave = leave_with(1);
    assert_int_equal(leave.how, BB_LEAVE_ASSERT);
    assert_true(strstr(leave.expression, "!= 1"));
    assert_non_null(strstr(leave.function, "renamed_parser_leave"));
    assert_int_equal(leave_with(2).how, BB_LEAVE_ABORT);
    leave = leave_with(3);
    assert_int_equal(leave.how, BB_LEAVE_EXIT);
    assert_int_equal(leave.status, 3);
}

static void test_rename__others_keep_the_real_calls(void **state)
{
    (void)state;
    char byte;
    int fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    bb_shim_clock_reset();
    assert_true(time(NULL) > BB_SHIM_CLOCK_START_S);
    assert_int_equal(recv(fd, &byte, 1, 0), -1); /* the kernel does not know it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rename__parser_reaches_the_shim),
        cmocka_unit_test(test_rename__parser_is_taken_back),
        cmocka_unit_test(test_rename__others_keep_the_real_calls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
