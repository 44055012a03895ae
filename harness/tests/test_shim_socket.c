/*
 * The socket shim: what comes in and goes out.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
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

/* What the send hook was given. */
struct seen {
    char bytes[64];
    size_t len;
    unsigned calls;
    const struct sockaddr *to;
};

static void note_send(void *context, int fd, struct bb_bytes bytes, const struct sockaddr *to)
{
    (void)fd;
    struct seen *seen = context;
    memcpy(seen->bytes + seen->len, bytes.ptr, bytes.len);
    seen->len += bytes.len;
    seen->calls++;
    seen->to = to;
}

static void test_shim_socket__stream_is_read_in_any_pieces(void **state)
{
    (void)state;
    int fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    push(fd, "abc");
    push(fd, "defg");
    assert_int_equal(bb_shim_socket_pending(fd), 7);
    assert_receives(fd, 5, "abcde");
    assert_receives(fd, 5, "fg");
    assert_would_block(fd);
    push(fd, "h");
    assert_receives(fd, 5, "h");
}

static void test_shim_socket__pushed_bytes_are_copied(void **state)
{
    (void)state;
    char text[] = "abc";
    int fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    push(fd, text);
    memset(text, 'x', sizeof text - 1);
    assert_receives(fd, 3, "abc");
}

static void test_shim_socket__eof_comes_after_the_bytes(void **state)
{
    (void)state;
    char byte;
    int fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    push(fd, "ab");
    bb_shim_socket_push_eof(fd);
    assert_false(bb_shim_socket_push(fd, bb_bytes_str("more")));
    assert_receives(fd, 8, "ab");
    assert_int_equal(bb_shim_recv(fd, &byte, 1, 0), 0);
    assert_int_equal(bb_shim_read(fd, &byte, 1), 0);
}

static void test_shim_socket__error_comes_once_after_the_bytes(void **state)
{
    (void)state;
    char byte;
    int fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    push(fd, "ab");
    bb_shim_socket_push_error(fd, ECONNRESET);
    assert_receives(fd, 8, "ab");
    assert_int_equal(bb_shim_recv(fd, &byte, 1, 0), -1);
    assert_int_equal(errno, ECONNRESET);
    assert_int_equal(bb_shim_recv(fd, &byte, 1, 0), 0);
}

static void test_shim_socket__datagrams_keep_their_bounds_and_senders(void **state)
{
    (void)state;
    char buf[8];
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_port = htons(1234)};
    struct sockaddr_in seen;
    socklen_t seen_len = sizeof seen;
    int fd = bb_shim_socket_open(AF_INET, SOCK_DGRAM);
    push(fd, "first");
    assert_true(bb_shim_socket_push_from(fd, bb_bytes_str("second"), (struct sockaddr *)&from,
                                         sizeof from));
    push(fd, "");
    assert_int_equal(bb_shim_socket_pending(fd), 11);
    assert_receives(fd, 3, "fir"); /* the rest of a datagram is lost */
    assert_int_equal(bb_shim_recvfrom(fd, buf, sizeof buf, 0, (struct sockaddr *)&seen, &seen_len),
                     6);
    assert_int_equal(seen_len, sizeof from);
    assert_int_equal(seen.sin_port, htons(1234));
    assert_int_equal(bb_shim_recv(fd, buf, sizeof buf, 0), 0);
    assert_would_block(fd);
}

static void test_shim_socket__recvmsg_scatters_and_says_truncated(void **state)
{
    (void)state;
    char first[2];
    char second[3];
    struct iovec parts[] = {{first, sizeof first}, {second, sizeof second}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    int fd = bb_shim_socket_open(AF_INET6, SOCK_DGRAM);
    push(fd, "abcdef");
    assert_int_equal(bb_shim_recvmsg(fd, &message, 0), 5);
    assert_memory_equal(first, "ab", 2);
    assert_memory_equal(second, "cde", 3);
    assert_int_equal(message.msg_flags, MSG_TRUNC);
}

static void test_shim_socket__peeked_bytes_stay(void **state)
{
    (void)state;
    char buf[4];
    int fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    push(fd, "ab");
    assert_int_equal(bb_shim_recv(fd, buf, sizeof buf, MSG_PEEK), 2);
    assert_receives(fd, 4, "ab");
}

static void test_shim_socket__sent_bytes_are_counted_and_shown(void **state)
{
    (void)state;
    struct seen seen = {0};
    char first[] = "ef";
    char second[] = "gh";
    struct iovec parts[] = {{first, 2}, {second, 2}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    int fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    bb_shim_socket_on_send(note_send, &seen);
    assert_int_equal(bb_shim_send(fd, "ab", 2, 0), 2);
    assert_int_equal(bb_shim_write(fd, "cd", 2), 2);
    assert_int_equal(bb_shim_writev(fd, parts, 2), 4);
    assert_int_equal(bb_shim_sendmsg(fd, &message, 0), 4);
    assert_int_equal(bb_shim_socket_sent_bytes(), 12);
    assert_int_equal(seen.len, 12);
    assert_memory_equal(seen.bytes, "abcdefghefgh", 12);
    assert_null(seen.to);
}

static void test_shim_socket__parts_of_a_datagram_are_sent_as_one(void **state)
{
    (void)state;
    struct seen seen = {0};
    char first[] = "ab";
    char second[] = "cd";
    struct sockaddr_in to = {.sin_family = AF_INET};
    struct iovec parts[] = {{first, 2}, {second, 2}};
    struct msghdr message = {.msg_iov = parts,
                             .msg_iovlen = 2,
                             .msg_name = &to,
                             .msg_namelen = sizeof to};
    int fd = bb_shim_socket_open(AF_INET, SOCK_DGRAM);
    bb_shim_socket_on_send(note_send, &seen);
    assert_int_equal(bb_shim_sendmsg(fd, &message, 0), 4);
    assert_int_equal(seen.calls, 1);
    assert_memory_equal(seen.bytes, "abcd", 4);
    assert_ptr_equal(seen.to, &to);
}

static void test_shim_socket__full_queue_refuses_until_it_is_read(void **state)
{
    (void)state;
    static char block[BB_SHIM_QUEUE_MAX_BYTES];
    int fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    assert_true(bb_shim_socket_push(fd, bb_bytes_of(block, sizeof block)));
    assert_false(bb_shim_socket_push(fd, bb_bytes_str("x")));
    assert_int_equal(bb_shim_recv(fd, block, sizeof block, 0), sizeof block);
    push(fd, "x");
    assert_receives(fd, 1, "x");
}

#ifdef __SANITIZE_ADDRESS__
#define HAS_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ADDRESS_SANITIZER 1
#endif
#endif

static void test_shim_socket__sending_one_byte_too_many_is_reported(void **state)
{
    (void)state;
#ifdef HAS_ADDRESS_SANITIZER
    int fd = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
        bb_shim_send(fd, malloc(5), 6, 0);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_false(WIFEXITED(status) && WEXITSTATUS(status) == 0);
#else
    skip();
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_shim_socket__stream_is_read_in_any_pieces, setup),
        cmocka_unit_test_setup(test_shim_socket__pushed_bytes_are_copied, setup),
        cmocka_unit_test_setup(test_shim_socket__eof_comes_after_the_bytes, setup),
        cmocka_unit_test_setup(test_shim_socket__error_comes_once_after_the_bytes, setup),
        cmocka_unit_test_setup(test_shim_socket__datagrams_keep_their_bounds_and_senders, setup),
        cmocka_unit_test_setup(test_shim_socket__recvmsg_scatters_and_says_truncated, setup),
        cmocka_unit_test_setup(test_shim_socket__peeked_bytes_stay, setup),
        cmocka_unit_test_setup(test_shim_socket__sent_bytes_are_counted_and_shown, setup),
        cmocka_unit_test_setup(test_shim_socket__parts_of_a_datagram_are_sent_as_one, setup),
        cmocka_unit_test_setup(test_shim_socket__sending_one_byte_too_many_is_reported, setup),
        cmocka_unit_test_setup(test_shim_socket__full_queue_refuses_until_it_is_read, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
