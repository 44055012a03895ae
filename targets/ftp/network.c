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
    WILL = 251, /* of telnet */
    DONT = 254,
    IAC = 255,
};

static struct {
    int control; /* of a server */
    bool is_control[BB_SHIM_FD_COUNT];
    int timed; /* given a time to connect in, NETWORK_NO_FD if none is */
    struct bb_bytes left;
    struct bb_bytes line; /* delivered last */
    bool has_keyboard;
    struct bb_bytes typed;
    size_t transfers;
    struct bb_bytes sends; /* of the peer of the last one */
    size_t received_len;
    size_t interrupted; /* transfer, SIZE_MAX if none is (any more) */
    uint16_t port;
    int broken; /* a descriptor whose peer takes only a little */
    size_t broken_room;
    network_sent_fn sent;
    void *context;
} now;

static network_connected_fn on_connect;
static uint8_t received[NETWORK_KEPT_BYTES];

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

static bool is_control(int fd)
{
    int i = real_fd(fd) - BB_SHIM_FD_FIRST;
    return i >= 0 && i < BB_SHIM_FD_COUNT && now.is_control[i];
}

static void set_control(int fd, bool value)
{
    if (fd >= BB_SHIM_FD_FIRST && fd < BB_SHIM_FD_FIRST + BB_SHIM_FD_COUNT)
        now.is_control[fd - BB_SHIM_FD_FIRST] = value;
}

void network_reset(int family, struct bb_bytes lines, network_sent_fn sent, void *context)
{
    bb_shim_socket_reset();
    memset(&now, 0, sizeof now);
    now.control = NETWORK_NO_FD;
    now.left = lines;
    now.port = FIRST_PORT;
    now.broken = now.timed = NETWORK_NO_FD;
    now.interrupted = SIZE_MAX;
    now.sent = sent;
    now.context = context;
    if (family == AF_UNSPEC)
        return;
    now.control = bb_shim_socket_open(family, SOCK_STREAM);
    set_control(now.control, true);
}

void network_type(struct bb_bytes typed)
{
    now.has_keyboard = true;
    now.typed = typed;
}

void network_interrupt_in(size_t transfer)
{
    now.interrupted = transfer;
}

void network_on_connect(network_connected_fn connected)
{
    on_connect = connected;
}

struct bb_bytes network_left(void)
{
    return now.left;
}

struct bb_bytes network_last_line(void)
{
    return now.line;
}

struct bb_bytes network_data_sent(void)
{
    return now.sends;
}

struct bb_bytes network_data_received(void)
{
    return bb_bytes_of(received, now.received_len);
}

/* A command of telnet takes one byte behind IAC, or two (RFC 854), be they the end of the line:
 * then the server reads on. */
static bool is_end_taken(struct bb_bytes line)
{
    size_t at = 0, len = 1;
    for (; at < line.len; at += len) {
        bool is_command = line.ptr[at] == IAC && at + 1 < line.len;
        bool has_option = is_command && line.ptr[at + 1] >= WILL && line.ptr[at + 1] <= DONT;
        len = has_option ? 3 : is_command ? 2 : 1;
    }
    return line.len > 0 && len > 1;
}

static ssize_t read_line(struct bb_bytes *lines, void *buf, size_t len)
{
    const uint8_t *end = lines->len ? memchr(lines->ptr, '\n', lines->len) : NULL;
    size_t n = end ? (size_t)(end - lines->ptr) + 1 : lines->len;
    struct bb_bytes line;
    if (n > len)
        n = len;
    if (!bb_bytes_take(lines, n, &line) || n == 0)
        return 0;
    memcpy(buf, line.ptr, n);
    now.line = is_end_taken(now.line) ? bb_bytes_of(now.line.ptr, now.line.len + n) : line;
    return (ssize_t)n;
}

static void deliver_signals(void)
{
    if (bb_bytes_has_prefix(now.left, "\xff\xf4\xff\xf2"))
        process_raise(SIGURG);
    if (now.interrupted == SIZE_MAX || now.transfers != now.interrupted + 1)
        return;
    now.interrupted = SIZE_MAX;
    process_raise(SIGINT);
}

static ssize_t send_data(int fd, const void *buf, size_t len)
{
    ssize_t n = bb_shim_send(fd, buf, len, 0);
    if (n <= 0)
        return n;
    size_t left = sizeof received - now.received_len;
    size_t kept = (size_t)n < left ? (size_t)n : left;
    memcpy(received + now.received_len, buf, kept);
    now.received_len += kept;
    return n;
}

ssize_t network_read(int fd, void *buf, size_t len)
{
    if (fd < LOW_FDS && now.has_keyboard)
        return read_line(&now.typed, buf, len);
    if (is_control(fd))
        return read_line(&now.left, buf, len);
    deliver_signals();
    return bb_shim_recv(fd, buf, len, 0);
}

ssize_t network_write(int fd, const void *buf, size_t len)
{
    if (fd < LOW_FDS && now.has_keyboard)
        return (ssize_t)len;
    if (is_control(fd)) {
        now.sent(now.context, bb_bytes_of(buf, len));
        return (ssize_t)len;
    }
    deliver_signals();
    if (fd == now.broken && len > now.broken_room) {
        process_raise(SIGPIPE);
        errno = EPIPE;
        return -1;
    }
    if (fd == now.broken)
        now.broken_room -= len;
    return send_data(fd, buf, len);
}

int network_close(int fd)
{
    if (fd == now.broken)
        now.broken = NETWORK_NO_FD;
    if (fd == now.timed)
        now.timed = NETWORK_NO_FD;
    set_control(fd, false);
    return fd < LOW_FDS ? 0 : bb_shim_close(fd);
}

/* The peer of a new data connection sends all that it has at once. */
static void begin_transfer(int fd)
{
    size_t turn = now.transfers++ % SENDS;
    now.sends = sends[turn].bytes;
    now.received_len = 0;
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

/* A server may well name its port 21 for data, too: the client waits for ever for those only. */
static bool is_to_control(int fd, const struct sockaddr *address)
{
    return fd == now.timed && port_of(address) == NETWORK_CONTROL_PORT &&
           now.control == NETWORK_NO_FD;
}

int ftp_call_connect(int fd, const struct sockaddr *address, socklen_t len)
{
    if (port_of(address) > NETWORK_PORT_MAX) {
        errno = ECONNREFUSED;
        return -1;
    }
    if (bb_shim_connect(fd, address, len) < 0)
        return -1;
    if (is_to_control(fd, address)) {
        set_control(fd, true);
        return 0;
    }
    if (on_connect)
        on_connect(address);
    begin_transfer(fd);
    return 0;
}

/* Of a control connection: another descriptor with the same other side. */
int ftp_call_dup(int fd)
{
    int copy = bb_shim_socket_open(AF_INET, SOCK_STREAM);
    if (copy >= 0)
        set_control(copy, is_control(fd));
    return copy;
}

/* What can be read now; nothing comes later. */
int ftp_call_select(int count, fd_set *readable, fd_set *writable, fd_set *exceptional,
                    struct timeval *timeout)
{
    int found = 0;
    (void)count, (void)writable, (void)exceptional, (void)timeout;
    for (int fd = BB_SHIM_FD_FIRST; fd < BB_SHIM_FD_FIRST + BB_SHIM_FD_COUNT; fd++) {
        if (!FD_ISSET(fd, readable))
            continue;
        if (is_control(fd) ? now.left.len > 0 : bb_shim_socket_pending(fd) > 0)
            found++;
        else
            FD_CLR(fd, readable);
    }
    return found;
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
    if (level == SOL_SOCKET && name == SO_SNDTIMEO)
        now.timed = fd;
    return bb_shim_setsockopt(real_fd(fd), level, name, value, len);
}

/* Only who owns the connection is ever set. */
int ftp_call_fcntl(int fd, int command, ...)
{
    (void)fd, (void)command;
    return 0;
}
