#include "network.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>

#include "calls.h"
#include "process.h"
#include "shim/socket.h"
#include "shim/socket_calls.h"

enum {
    FIRST_PORT = 50000,
    LINGERS = 16, /* transfers, of which the last one has nobody at the other end */
    LOW_FDS = 3,
    BROKEN_AFTER_BYTES = 100,
};

static struct {
    int control;
    struct bb_bytes left;
    size_t lines;
    size_t transfers;
    uint16_t port;
    int broken; /* a descriptor whose peer takes only a little */
    size_t broken_room;
    network_sent_fn sent;
    void *context;
} now;

/* What the peer sends, in the order of transfers. */
static const struct {
    struct bb_bytes bytes;
    enum { KEEPS, GOES_AWAY, RESETS } then;
} sends[] = {
#define TEXT(literal)                                   \
    {                                                   \
        (const uint8_t *)(literal), sizeof(literal) - 1 \
    }
    {TEXT("first line\r\nsecond line\r\n"), KEEPS},
    {TEXT("bare\nline\nfeeds\n"), KEEPS},
    {TEXT("-rw-r--r--  1 user staff 12 Jan  1 00:00 a.txt\r\n\r\r\n\rx\r"), KEEPS},
    {TEXT("a\0b\r\0c\r\n\xff\xf4\xff\xf2\xff\xff"), KEEPS},
    {TEXT(""), KEEPS},
    {TEXT("cut sho"), RESETS},
    {TEXT("a.txt\r\ndir/b.bin\r\n../up\r\n/abs\r\n|id\r\n"), KEEPS},
    {TEXT("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
          "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
     GOES_AWAY},
#undef TEXT
};

enum { SENDS = sizeof sends / sizeof *sends };

static int real_fd(int fd)
{
    return fd >= 0 && fd < LOW_FDS && now.control != NETWORK_NO_FD ? now.control : fd;
}

void network_reset(int family, struct bb_bytes lines, network_sent_fn sent, void *context)
{
    bb_shim_socket_reset();
    now.control = family == AF_UNSPEC ? NETWORK_NO_FD : bb_shim_socket_open(family, SOCK_STREAM);
    now.left = lines;
    now.lines = now.transfers = 0;
    now.port = FIRST_PORT;
    now.broken = NETWORK_NO_FD;
    now.sent = sent;
    now.context = context;
}

struct bb_bytes network_left(void)
{
    return now.left;
}

size_t network_lines(void)
{
    return now.lines;
}

size_t network_transfers(void)
{
    return now.transfers;
}

static ssize_t read_line(void *buf, size_t len)
{
    const uint8_t *end = now.left.len ? memchr(now.left.ptr, '\n', now.left.len) : NULL;
    size_t n = end ? (size_t)(end - now.left.ptr) + 1 : now.left.len;
    struct bb_bytes line;
    if (n > len)
        n = len;
    if (!bb_bytes_take(&now.left, n, &line) || n == 0)
        return 0;
    memcpy(buf, line.ptr, n);
    now.lines++;
    return (ssize_t)n;
}

static void deliver_urgent_data(void)
{
    if (bb_bytes_has_prefix(now.left, "\xff\xf4\xff\xf2"))
        process_raise(SIGURG);
}

ssize_t network_read(int fd, void *buf, size_t len)
{
    if (real_fd(fd) == now.control)
        return read_line(buf, len);
    deliver_urgent_data();
    return bb_shim_recv(fd, buf, len, 0);
}

ssize_t network_write(int fd, const void *buf, size_t len)
{
    if (real_fd(fd) == now.control) {
        now.sent(now.context, bb_bytes_of(buf, len));
        return (ssize_t)len;
    }
    deliver_urgent_data();
    if (fd == now.broken && len > now.broken_room) {
        process_raise(SIGPIPE);
        errno = EPIPE;
        return -1;
    }
    if (fd == now.broken)
        now.broken_room -= len;
    return bb_shim_send(fd, buf, len, 0);
}

int network_close(int fd)
{
    if (fd == now.broken)
        now.broken = NETWORK_NO_FD;
    return fd < LOW_FDS ? 0 : bb_shim_close(fd);
}

/* The peer of a new data connection sends all that it has at once. */
static void begin_transfer(int fd)
{
    size_t turn = now.transfers++ % SENDS;
    if (sends[turn].bytes.len)
        bb_shim_socket_push(fd, sends[turn].bytes);
    if (sends[turn].then == RESETS)
        bb_shim_socket_push_error(fd, ECONNRESET);
    else
        bb_shim_socket_push_eof(fd);
    if (sends[turn].then == GOES_AWAY) {
        now.broken = fd;
        now.broken_room = BROKEN_AFTER_BYTES;
    }
}

int ftp_call_accept(int fd, struct sockaddr *address, socklen_t *len)
{
    if (now.transfers % LINGERS == LINGERS - 1) {
        now.transfers++;
        process_raise(SIGALRM);
        errno = EINTR;
        return -1;
    }
    if (bb_shim_socket_offer(fd) < 0)
        return -1;
    int accepted = bb_shim_accept(fd, address, len);
    if (accepted >= 0)
        begin_transfer(accepted);
    return accepted;
}

static unsigned port_of(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET6)
        return ntohs(((const struct sockaddr_in6 *)address)->sin6_port);
    return ntohs(((const struct sockaddr_in *)address)->sin_port);
}

int ftp_call_connect(int fd, const struct sockaddr *address, socklen_t len)
{
    if (port_of(address) > NETWORK_PORT_MAX) {
        errno = ECONNREFUSED;
        return -1;
    }
    if (bb_shim_connect(fd, address, len) < 0)
        return -1;
    if (now.control == NETWORK_NO_FD)
        now.control = fd;
    else
        begin_transfer(fd);
    return 0;
}

/* Port 0 is the next one that is free. */
int ftp_call_bind(int fd, const struct sockaddr *address, socklen_t len)
{
    struct sockaddr_storage bound = {0};
    if (len > sizeof bound) {
        errno = EINVAL;
        return -1;
    }
    memcpy(&bound, address, len);
    if (port_of(address) == 0 && address->sa_family == AF_INET6)
        ((struct sockaddr_in6 *)&bound)->sin6_port = htons(now.port++);
    else if (port_of(address) == 0)
        ((struct sockaddr_in *)&bound)->sin_port = htons(now.port++);
    return bb_shim_bind(fd, (struct sockaddr *)&bound, len);
}

int ftp_call_getsockname(int fd, struct sockaddr *address, socklen_t *len)
{
    return bb_shim_getsockname(real_fd(fd), address, len);
}

int ftp_call_getpeername(int fd, struct sockaddr *address, socklen_t *len)
{
    return bb_shim_getpeername(real_fd(fd), address, len);
}

int ftp_call_setsockopt(int fd, int level, int name, const void *value, socklen_t len)
{
    return bb_shim_setsockopt(real_fd(fd), level, name, value, len);
}

/* Only who owns the connection is ever set. */
int ftp_call_fcntl(int fd, int command, ...)
{
    (void)fd, (void)command;
    return 0;
}
