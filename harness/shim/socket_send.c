#include <errno.h>
#include <unistd.h>

#include "shim/socket_calls.h"
#include "shim/socket_private.h"

enum { DATAGRAM_MAX_BYTES = 65535 };

static bool may_send(const struct shim_socket *sock)
{
    if (sock->is_write_shut)
        errno = EPIPE;
    else if (sock->type == SOCK_STREAM && !sock->is_connected)
        errno = ENOTCONN;
    else
        return true;
    return false;
}

/* One datagram, or one piece of a stream, out of several parts. */
static ssize_t send_joined(int fd, const struct iovec *parts, size_t count,
                           const struct sockaddr *to)
{
    struct bb_buf joined = BB_BUF_INIT(DATAGRAM_MAX_BYTES);
    ssize_t n = -1;
    for (size_t i = 0; i < count; i++)
        bb_buf_append(&joined, bb_bytes_of(parts[i].iov_base, parts[i].iov_len));
    if (joined.failed) {
        errno = EMSGSIZE;
        goto out;
    }
    shim_socket_sent(fd, bb_buf_bytes(&joined), to);
    n = (ssize_t)joined.len;
out:
    bb_buf_free(&joined);
    return n;
}

/* How much of n bytes the peer takes now. */
static size_t take_room(struct shim_socket *sock, size_t n)
{
    if (!sock->has_room_limit)
        return n;
    if (n > sock->room_bytes)
        n = sock->room_bytes;
    sock->room_bytes -= n;
    return n;
}

static ssize_t send_stream(int fd, const struct iovec *parts, size_t count)
{
    size_t wanted = 0;
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        size_t taken = take_room(shim_socket_get(fd), parts[i].iov_len);
        if (taken > 0)
            shim_socket_sent(fd, bb_bytes_of(parts[i].iov_base, taken), NULL);
        wanted += parts[i].iov_len;
        total += taken;
    }
    if (wanted > 0 && total == 0) {
        errno = EAGAIN;
        return -1;
    }
    return (ssize_t)total;
}

void bb_shim_socket_set_room(int fd, size_t bytes)
{
    struct shim_socket *sock = shim_socket_get(fd);
    if (sock) {
        sock->has_room_limit = true;
        sock->room_bytes = bytes;
    }
}

static ssize_t send_parts(int fd, const struct iovec *parts, size_t count,
                          const struct sockaddr *to)
{
    const struct shim_socket *sock = shim_socket_get(fd);
    if (!sock || !may_send(sock))
        return -1;
    if (sock->type == SOCK_STREAM)
        return send_stream(fd, parts, count);
    if (!to && sock->peer.len)
        to = (const struct sockaddr *)&sock->peer.address;
    if (count != 1)
        return send_joined(fd, parts, count, to);
    if (parts->iov_len > DATAGRAM_MAX_BYTES) {
        errno = EMSGSIZE;
        return -1;
    }
    shim_socket_sent(fd, bb_bytes_of(parts->iov_base, parts->iov_len), to);
    return (ssize_t)parts->iov_len;
}

ssize_t bb_shim_sendmsg(int fd, const struct msghdr *message, int flags)
{
    if (!shim_is_ours(fd))
        return sendmsg(fd, message, flags);
    return send_parts(fd, message->msg_iov, message->msg_iovlen, message->msg_name);
}

ssize_t bb_shim_sendto(int fd, const void *buf, size_t len, int flags, const struct sockaddr *to,
                       socklen_t to_len)
{
    if (!shim_is_ours(fd))
        return sendto(fd, buf, len, flags, to, to_len);
    struct iovec part = {.iov_base = (void *)buf, .iov_len = len};
    return send_parts(fd, &part, 1, to);
}

ssize_t bb_shim_send(int fd, const void *buf, size_t len, int flags)
{
    return bb_shim_sendto(fd, buf, len, flags, NULL, 0);
}

ssize_t bb_shim_write(int fd, const void *buf, size_t len)
{
    return shim_is_ours(fd) ? bb_shim_send(fd, buf, len, 0) : write(fd, buf, len);
}

ssize_t bb_shim_writev(int fd, const struct iovec *parts, int count)
{
    return shim_is_ours(fd) ? send_parts(fd, parts, (size_t)count, NULL) : writev(fd, parts, count);
}
