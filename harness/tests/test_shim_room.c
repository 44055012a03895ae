/* Slow readers in the socket shim (shim/socket.h). */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "base/buf.h"
#include "shim/socket.h"
#include "shim/socket_calls.h"

static void collect(void *context, int fd, struct bb_bytes bytes, const struct sockaddr *to)
{
    (void)fd, (void)to;
    bb_buf_append(context, bytes);
}

static int open_stream(struct bb_buf *sent)
{
    bb_shim_socket_reset();
    bb_shim_socket_on_send(collect, sent);
    return bb_shim_socket_open(AF_INET, SOCK_STREAM);
}

static void test_shim_room__limits_a_send(void **state)
{
    (void)state;
    struct bb_buf sent = BB_BUF_INIT(100);
    int fd = open_stream(&sent);
    bb_shim_socket_set_room(fd, 5);
    assert_int_equal(bb_shim_send(fd, "abc", 3, 0), 3);
    assert_int_equal(bb_shim_send(fd, "defg", 4, 0), 2);
    assert_int_equal(bb_shim_send(fd, "fg", 2, 0), -1);
    assert_int_equal(errno, EAGAIN);
    bb_shim_socket_set_room(fd, 5);
    assert_int_equal(bb_shim_write(fd, "fg", 2), 2);
    assert_string_equal(bb_buf_str(&sent), "abcdefg");
    bb_buf_free(&sent);
}

static void test_shim_room__limits_all_parts_together(void **state)
{
    (void)state;
    struct bb_buf sent = BB_BUF_INIT(100);
    int fd = open_stream(&sent);
    struct iovec parts[] = {{"ab", 2}, {"cd", 2}, {"ef", 2}};
    bb_shim_socket_set_room(fd, 3);
    assert_int_equal(bb_shim_writev(fd, parts, 3), 3);
    assert_string_equal(bb_buf_str(&sent), "abc");
    bb_buf_free(&sent);
}

static void test_shim_room__is_unlimited_on_a_new_descriptor(void **state)
{
    (void)state;
    struct bb_buf sent = BB_BUF_INIT(100);
    int fd = open_stream(&sent);
    bb_shim_socket_set_room(fd, 0);
    assert_int_equal(bb_shim_close(fd), 0);
    assert_int_equal(bb_shim_socket_open(AF_INET, SOCK_STREAM), fd);
    assert_int_equal(bb_shim_send(fd, "abc", 3, 0), 3);
    bb_buf_free(&sent);
}

static void test_shim_open_count__counts_what_is_not_closed(void **state)
{
    (void)state;
    bb_shim_socket_reset();
    assert_int_equal(bb_shim_socket_open_count(), 0);
    int first = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    bb_shim_socket_open(AF_INET6, SOCK_DGRAM);
    assert_int_equal(bb_shim_socket_open_count(), 2);
    bb_shim_close(first);
    assert_int_equal(bb_shim_socket_open_count(), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shim_room__limits_a_send),
        cmocka_unit_test(test_shim_room__limits_all_parts_together),
        cmocka_unit_test(test_shim_room__is_unlimited_on_a_new_descriptor),
        cmocka_unit_test(test_shim_open_count__counts_what_is_not_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
