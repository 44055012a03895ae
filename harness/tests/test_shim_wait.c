/*
 * The socket shim: select, poll, and the hook that feeds those who wait.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "shim/clock.h"
#include "shim/socket.h"
#include "shim/socket_calls.h"

static int setup(void **state)
{
    (void)state;
    bb_shim_socket_reset();
    bb_shim_clock_reset();
    return 0;
}

static void push(int fd, const char *text)
{
    assert_true(bb_shim_socket_push(fd, bb_bytes_str(text)));
}

static void assert_receives(int fd, size_t room, const char *text)
{
    char buf[64];
    assert_int_equal(bb_shim_recv(fd, buf, room, 0), strlen(text));
    assert_memory_equal(buf, text, strlen(text));
}

static bool push_late(void *context, int fd)
{
    unsigned *calls = context;
    ++*calls;
    return bb_shim_socket_push(fd, bb_bytes_str("late"));
}

static void test_shim_wait__closing_a_listener_closes_what_waits(void **state)
{
    (void)state;
    int listener = bb_shim_socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bb_shim_listen(listener, 5), 0);
    int offered = bb_shim_socket_offer(listener);
    assert_int_equal(bb_shim_close(listener), 0);
    assert_false(bb_shim_socket_is_open(offered));
}

static void test_shim_wait__select_finds_what_is_ready(void **state)
{
    (void)state;
    fd_set readable, writable;
    struct timeval now = {0};
    int quiet = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    int ready = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    push(ready, "x");
    FD_ZERO(&readable);
    FD_ZERO(&writable);
    FD_SET(quiet, &readable);
    FD_SET(ready, &readable);
    FD_SET(quiet, &writable);
    assert_int_equal(bb_shim_select(ready + 1, &readable, &writable, NULL, &now), 2);
    assert_false(FD_ISSET(quiet, &readable));
    assert_true(FD_ISSET(ready, &readable));
    assert_true(FD_ISSET(quiet, &writable));
}

static void test_shim_wait__select_times_out_on_the_virtual_clock(void **state)
{
    (void)state;
    fd_set readable;
    struct timeval timeout = {.tv_sec = 2, .tv_usec = 500};
    int fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    FD_ZERO(&readable);
    FD_SET(fd, &readable);
    assert_int_equal(bb_shim_select(fd + 1, &readable, NULL, NULL, &timeout), 0);
    assert_false(FD_ISSET(fd, &readable));
    assert_int_equal(bb_shim_clock_elapsed_ns(), 2000500000);
}

static void test_shim_wait__waiting_for_ever_is_a_deadlock(void **state)
{
    (void)state;
    fd_set readable;
    int fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    struct pollfd waiting = {.fd = fd, .events = POLLIN};
    FD_ZERO(&readable);
    FD_SET(fd, &readable);
    assert_int_equal(bb_shim_select(fd + 1, &readable, NULL, NULL, NULL), -1);
    assert_int_equal(errno, EDEADLK);
    assert_int_equal(bb_shim_poll(&waiting, 1, -1), -1);
    assert_int_equal(errno, EDEADLK);
}

static void test_shim_wait__select_on_a_closed_one_is_ebadf(void **state)
{
    (void)state;
    fd_set readable;
    struct timeval now = {0};
    FD_ZERO(&readable);
    FD_SET(BB_SHIM_FD_FIRST, &readable);
    assert_int_equal(bb_shim_select(BB_SHIM_FD_FIRST + 1, &readable, NULL, NULL, &now), -1);
    assert_int_equal(errno, EBADF);
}

static void test_shim_wait__poll_says_readable_writable_and_invalid(void **state)
{
    (void)state;
    int ready = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    struct pollfd fds[] = {
        {.fd = ready, .events = POLLIN | POLLOUT},
        {.fd = BB_SHIM_FD_FIRST + 7, .events = POLLIN},
        {.fd = -1, .events = POLLIN},
    };
    push(ready, "x");
    assert_int_equal(bb_shim_poll(fds, 3, 0), 2);
    assert_int_equal(fds[0].revents, POLLIN | POLLOUT);
    assert_int_equal(fds[1].revents, POLLNVAL);
    assert_int_equal(fds[2].revents, 0);
}

static void test_shim_wait__wait_hook_feeds_those_who_wait(void **state)
{
    (void)state;
    fd_set readable;
    unsigned calls = 0;
    char buf[8];
    struct timeval timeout = {.tv_sec = 1};
    int fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    bb_shim_socket_on_wait(push_late, &calls);
    assert_int_equal(bb_shim_recv(fd, buf, sizeof buf, MSG_DONTWAIT), -1);
    assert_int_equal(calls, 0); /* not yet there, so not there */
    assert_receives(fd, 8, "late");
    FD_ZERO(&readable);
    FD_SET(fd, &readable);
    assert_int_equal(bb_shim_select(fd + 1, &readable, NULL, NULL, &timeout), 1);
    assert_int_equal(calls, 2);
    assert_int_equal(bb_shim_clock_elapsed_ns(), 0);
    bb_shim_socket_discard(fd);
    assert_int_equal(bb_shim_fcntl(fd, F_SETFL, (long)O_NONBLOCK), 0);
    assert_int_equal(bb_shim_read(fd, buf, sizeof buf), -1);
    assert_int_equal(calls, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_shim_wait__closing_a_listener_closes_what_waits, setup),
        cmocka_unit_test_setup(test_shim_wait__select_finds_what_is_ready, setup),
        cmocka_unit_test_setup(test_shim_wait__select_times_out_on_the_virtual_clock, setup),
        cmocka_unit_test_setup(test_shim_wait__waiting_for_ever_is_a_deadlock, setup),
        cmocka_unit_test_setup(test_shim_wait__select_on_a_closed_one_is_ebadf, setup),
        cmocka_unit_test_setup(test_shim_wait__poll_says_readable_writable_and_invalid, setup),
        cmocka_unit_test_setup(test_shim_wait__wait_hook_feeds_those_who_wait, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
