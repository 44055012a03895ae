#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "shim/socket_calls.h"
#include "shim/socket_private.h"

static int fail(int error)
{
    errno = error;
    return -1;
}

int bb_shim_socket(int family, int type, int protocol)
{
    (void)protocol;
    int fd = shim_socket_new(family, type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (fd >= 0)
        shim_socket_get(fd)->is_nonblocking = type & SOCK_NONBLOCK;
    return fd;
}

int bb_shim_bind(int fd, const struct sockaddr *address, socklen_t len)
{
    struct shim_socket *sock = shim_socket_get(fd);
    if (!sock)
        return -1;
    shim_name_set(&sock->local, address, len);
    return 0;
}

int bb_shim_listen(int fd, int backlog)
{
    (void)backlog;
    struct shim_socket *sock = shim_socket_get(fd);
    if (!sock)
        return -1;
    if (sock->type != SOCK_STREAM)
        return fail(EOPNOTSUPP);
    sock->is_listening = true;
    return 0;
}

/* There is always somebody at the other end, unless the target says that there is not. */
int bb_shim_connect(int fd, const struct sockaddr *address, socklen_t len)
{
    struct shim_socket *sock = shim_socket_get(fd);
    if (!sock)
        return -1;
    if (sock->type == SOCK_STREAM && sock->is_connected)
        return fail(EISCONN);
    if (sock->type == SOCK_STREAM && shim_socket_refuses())
        return fail(ECONNREFUSED);
    shim_name_set(&sock->peer, address, len);
    sock->is_connected = true;
    return 0;
}

int bb_shim_accept4(int fd, struct sockaddr *address, socklen_t *len, int flags)
{
    struct shim_socket *sock = shim_socket_get(fd);
    if (!sock)
        return -1;
    if (!sock->is_listening)
        return fail(EINVAL);
    if (sock->backlog_count == 0)
        return fail(EAGAIN);
    int accepted = sock->backlog[0];
    sock->backlog_count--;
    memmove(sock->backlog, sock->backlog + 1, sock->backlog_count * sizeof *sock->backlog);
    struct shim_socket *connection = shim_socket_get(accepted);
    connection->is_nonblocking = flags & SOCK_NONBLOCK;
    shim_name_copy(&connection->peer, address, len);
    return accepted;
}

int bb_shim_accept(int fd, struct sockaddr *address, socklen_t *len)
{
    return bb_shim_accept4(fd, address, len, 0);
}

int bb_shim_shutdown(int fd, int how)
{
    struct shim_socket *sock = shim_socket_get(fd);
    if (!sock)
        return -1;
    if (sock->type == SOCK_STREAM && !sock->is_connected)
        return fail(ENOTCONN);
    sock->is_read_shut |= how != SHUT_WR;
    sock->is_write_shut |= how != SHUT_RD;
    return 0;
}

int bb_shim_close(int fd)
{
    if (!shim_is_ours(fd))
        return close(fd);
    if (!shim_socket_get(fd))
        return -1;
    shim_socket_close(fd);
    return 0;
}

int bb_shim_getsockname(int fd, struct sockaddr *address, socklen_t *len)
{
    const struct shim_socket *sock = shim_socket_get(fd);
    if (!sock)
        return -1;
    shim_name_copy(&sock->local, address, len);
    return 0;
}

int bb_shim_getpeername(int fd, struct sockaddr *address, socklen_t *len)
{
    const struct shim_socket *sock = shim_socket_get(fd);
    if (!sock)
        return -1;
    if (sock->type == SOCK_STREAM && !sock->is_connected)
        return fail(ENOTCONN);
    shim_name_copy(&sock->peer, address, len);
    return 0;
}

/* Every option is taken and forgotten. */
int bb_shim_setsockopt(int fd, int level, int name, const void *value, socklen_t len)
{
    (void)level, (void)name, (void)value, (void)len;
    return shim_socket_get(fd) ? 0 : -1;
}

static int option_value(const struct shim_socket *sock, int level, int name)
{
    if (level != SOL_SOCKET)
        return 0;
    switch (name) {
    case SO_TYPE: return sock->type;
    case SO_DOMAIN: return sock->family;
    case SO_ERROR: return sock->error;
    case SO_ACCEPTCONN: return sock->is_listening;
    default: return 0;
    }
}

int bb_shim_getsockopt(int fd, int level, int name, void *value, socklen_t *len)
{
    const struct shim_socket *sock = shim_socket_get(fd);
    if (!sock)
        return -1;
    int answer = option_value(sock, level, name);
    if (*len > sizeof answer)
        *len = sizeof answer;
    memcpy(value, &answer, *len);
    return 0;
}

int bb_shim_fcntl(int fd, int command, ...)
{
    va_list args;
    va_start(args, command);
    long argument = va_arg(args, long);
    va_end(args);
    if (!shim_is_ours(fd))
        return fcntl(fd, command, argument);
    struct shim_socket *sock = shim_socket_get(fd);
    if (!sock)
        return -1;
    switch (command) {
    case F_GETFL: return O_RDWR | (sock->is_nonblocking ? O_NONBLOCK : 0);
    case F_SETFL: sock->is_nonblocking = argument & O_NONBLOCK; return 0;
    case F_GETFD:
    case F_SETFD: return 0;
    default: return fail(EINVAL);
    }
}

/* FIONREAD is about the next datagram where there are datagrams. */
static int next_bytes(const struct shim_socket *sock)
{
    if (sock->type == SOCK_STREAM || shim_socket_queued(sock) == 0)
        return (int)shim_socket_queued(sock);
    struct shim_datagram head;
    memcpy(&head, sock->queue.ptr + sock->taken_bytes, sizeof head);
    return (int)head.len;
}

int bb_shim_ioctl(int fd, unsigned long request, ...)
{
    va_list args;
    va_start(args, request);
    void *argument = va_arg(args, void *);
    va_end(args);
    if (!shim_is_ours(fd))
        return ioctl(fd, request, argument);
    struct shim_socket *sock = shim_socket_get(fd);
    if (!sock)
        return -1;
    switch (request) {
    case FIONREAD: *(int *)argument = next_bytes(sock); return 0;
    case FIONBIO: sock->is_nonblocking = *(const int *)argument != 0; return 0;
    default: return fail(ENOTTY);
    }
}

int bb_shim_tcflush(int fd, int queue)
{
    if (!shim_is_ours(fd))
        return tcflush(fd, queue);
    if (!shim_socket_get(fd))
        return -1;
    if (queue != TCOFLUSH) /* what was sent is gone already */
        bb_shim_socket_discard(fd);
    return 0;
}
