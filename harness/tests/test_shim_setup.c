/*
 * The socket shim: making, naming, closing and setting up descriptors.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#include "shim/socket.h"
#include "shim/socket_calls.h"

static int setup(void **state)
{
    (void)state;
    bb_shim_socket_reset();
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

static void assert_would_block(int fd)
{
    char byte;
    assert_int_equal(bb_shim_recv(fd, &byte, 1, 0), -1);
    assert_int_equal(errno, EAGAIN);
}

static bool push_late(void *context, int fd)
{
    unsigned *calls = context;
    ++*calls;
    return bb_shim_socket_push(fd, bb_bytes_str("late"));
}

static void test_shim_setup__accept_gives_what_was_offered(void **state)
{
    (void)state;
    struct sockaddr_in peer;
    socklen_t len = sizeof peer;
    int listener = bb_shim_socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bb_shim_socket_offer(listener), -1); /* before listen() */
    assert_int_equal(bb_shim_listen(listener, 5), 0);
    assert_int_equal(bb_shim_accept(listener, NULL, NULL), -1);
    assert_int_equal(errno, EAGAIN);
    int offered = bb_shim_socket_offer(listener);
    push(offered, "hello");
    assert_int_equal(bb_shim_accept(listener, (struct sockaddr *)&peer, &len), offered);
    assert_int_equal(peer.sin_addr.s_addr, htonl(INADDR_LOOPBACK));
    assert_receives(offered, 8, "hello");
}

static void test_shim_setup__closed_is_ebadf_and_the_number_free(void **state)
{
    (void)state;
    char byte;
    int first = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    int second = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    push(first, "old");
    assert_int_equal(bb_shim_close(first), 0);
    assert_int_equal(bb_shim_close(first), -1);
    assert_int_equal(errno, EBADF);
    assert_int_equal(bb_shim_recv(first, &byte, 1, 0), -1);
    assert_int_equal(errno, EBADF);
    assert_false(bb_shim_socket_push(first, bb_bytes_str("x")));
    assert_int_equal(bb_shim_socket_open(AF_INET, SOCK_STREAM), first);
    assert_would_block(first); /* nothing of the old queue */
    assert_true(bb_shim_socket_is_open(second));
}

static void test_shim_setup__too_many_is_emfile(void **state)
{
    (void)state;
    for (int i = 0; i < BB_SHIM_FD_COUNT; i++)
        assert_true(bb_shim_socket_open(AF_INET, SOCK_DGRAM) >= 0);
    assert_int_equal(bb_shim_socket_open(AF_INET, SOCK_DGRAM), -1);
    assert_int_equal(errno, EMFILE);
}

static void test_shim_setup__names_are_what_was_bound_and_connected(void **state)
{
    (void)state;
    struct sockaddr_in local = {.sin_family = AF_INET, .sin_port = htons(5683)};
    struct sockaddr_in seen;
    socklen_t len = sizeof seen;
    int fd = bb_shim_socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bb_shim_bind(fd, (struct sockaddr *)&local, sizeof local), 0);
    assert_int_equal(bb_shim_getsockname(fd, (struct sockaddr *)&seen, &len), 0);
    assert_memory_equal(&seen, &local, sizeof local);
    assert_int_equal(bb_shim_getpeername(fd, (struct sockaddr *)&seen, &len), -1);
    assert_int_equal(errno, ENOTCONN);
    local.sin_port = htons(99);
    assert_int_equal(bb_shim_connect(fd, (struct sockaddr *)&local, sizeof local), 0);
    len = 4; /* cut as getpeername cuts it */
    memset(&seen, 0, sizeof seen);
    assert_int_equal(bb_shim_getpeername(fd, (struct sockaddr *)&seen, &len), 0);
    assert_int_equal(len, sizeof local);
    assert_int_equal(seen.sin_port, htons(99));
    assert_int_equal(seen.sin_addr.s_addr, 0);
}

static void test_shim_setup__refused_streams_do_not_connect(void **state)
{
    (void)state;
    struct sockaddr_in peer = {.sin_family = AF_INET, .sin_port = htons(5683)};
    int stream = bb_shim_socket(AF_INET, SOCK_STREAM, 0);
    int datagrams = bb_shim_socket(AF_INET, SOCK_DGRAM, 0);
    bb_shim_socket_refuse(true);
    assert_int_equal(bb_shim_connect(stream, (struct sockaddr *)&peer, sizeof peer), -1);
    assert_int_equal(errno, ECONNREFUSED);
    assert_int_equal(bb_shim_connect(datagrams, (struct sockaddr *)&peer, sizeof peer), 0);
    bb_shim_socket_refuse(false);
    assert_int_equal(bb_shim_connect(stream, (struct sockaddr *)&peer, sizeof peer), 0);
}

static void test_shim_setup__options_are_taken_and_answered(void **state)
{
    (void)state;
    int value = 1;
    socklen_t len = sizeof value;
    int fd = bb_shim_socket_open(AF_INET6, SOCK_DGRAM);
    assert_int_equal(bb_shim_setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &value, sizeof value), 0);
    assert_int_equal(bb_shim_getsockopt(fd, SOL_SOCKET, SO_TYPE, &value, &len), 0);
    assert_int_equal(value, SOCK_DGRAM);
    assert_int_equal(bb_shim_getsockopt(fd, SOL_SOCKET, SO_ERROR, &value, &len), 0);
    assert_int_equal(value, 0);
}

static void test_shim_setup__ioctl_counts_and_unblocks(void **state)
{
    (void)state;
    int value = 0;
    int fd = bb_shim_socket_open(AF_INET, SOCK_DGRAM);
    push(fd, "four");
    push(fd, "second");
    assert_int_equal(bb_shim_ioctl(fd, FIONREAD, &value), 0);
    assert_int_equal(value, 4);
    value = 1;
    assert_int_equal(bb_shim_ioctl(fd, FIONBIO, &value), 0);
    assert_int_equal(bb_shim_fcntl(fd, F_GETFL, 0L), O_RDWR | O_NONBLOCK);
}

static void test_shim_setup__shutdown_stops_each_direction(void **state)
{
    (void)state;
    char byte;
    int fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    push(fd, "x");
    assert_int_equal(bb_shim_shutdown(fd, SHUT_WR), 0);
    assert_int_equal(bb_shim_send(fd, "y", 1, 0), -1);
    assert_int_equal(errno, EPIPE);
    assert_receives(fd, 1, "x");
    assert_int_equal(bb_shim_shutdown(fd, SHUT_RD), 0);
    assert_int_equal(bb_shim_recv(fd, &byte, 1, 0), 0);
}

static void test_shim_setup__tcflush_drops_what_has_arrived(void **state)
{
    (void)state;
    int fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    push(fd, "noise");
    assert_int_equal(bb_shim_tcflush(fd, TCIOFLUSH), 0);
    assert_would_block(fd);
}

static void test_shim_setup__files_stay_files(void **state)
{
    (void)state;
    int ends[2];
    char buf[4];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(bb_shim_write(ends[1], "real", 4), 4);
    assert_int_equal(bb_shim_read(ends[0], buf, sizeof buf), 4);
    assert_memory_equal(buf, "real", 4);
    assert_int_equal(bb_shim_close(ends[0]), 0);
    assert_int_equal(bb_shim_close(ends[1]), 0);
    assert_int_equal(fcntl(ends[0], F_GETFD), -1);
}

static void test_shim_setup__reset_forgets_everything(void **state)
{
    (void)state;
    unsigned calls = 0;
    int fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    push(fd, "x");
    bb_shim_socket_on_wait(push_late, &calls);
    bb_shim_send(fd, "y", 1, 0);
    bb_shim_socket_reset();
    assert_false(bb_shim_socket_is_open(fd));
    assert_int_equal(bb_shim_socket_sent_bytes(), 0);
    assert_int_equal(bb_shim_socket_open(AF_INET, SOCK_STREAM), fd);
    assert_would_block(fd);
    assert_int_equal(calls, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_shim_setup__accept_gives_what_was_offered, setup),
        cmocka_unit_test_setup(test_shim_setup__closed_is_ebadf_and_the_number_free, setup),
        cmocka_unit_test_setup(test_shim_setup__too_many_is_emfile, setup),
        cmocka_unit_test_setup(test_shim_setup__names_are_what_was_bound_and_connected, setup),
        cmocka_unit_test_setup(test_shim_setup__refused_streams_do_not_connect, setup),
        cmocka_unit_test_setup(test_shim_setup__options_are_taken_and_answered, setup),
        cmocka_unit_test_setup(test_shim_setup__ioctl_counts_and_unblocks, setup),
        cmocka_unit_test_setup(test_shim_setup__shutdown_stops_each_direction, setup),
        cmocka_unit_test_setup(test_shim_setup__tcflush_drops_what_has_arrived, setup),
        cmocka_unit_test_setup(test_shim_setup__files_stay_files, setup),
        cmocka_unit_test_setup(test_shim_setup__reset_forgets_everything, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
