#include <errno.h>
#include <unistd.h>

#include "shim/socket_calls.h"
#include "shim/socket_private.h"

/* Spreads the bytes over the parts; returns how many fitted. */
static size_t scatter(const struct iovec *parts, size_t count, struct bb_bytes bytes)
{
    size_t done = 0;
    for (size_t i = 0; i < count && done < bytes.len; i++) {
        size_t n = bytes.len - done < parts[i].iov_len ? bytes.len - done : parts[i].iov_len;
        if (n)
            memcpy(parts[i].iov_base, bytes.ptr + done, n);
        done += n;
    }
    return done;
}

static ssize_t receive_stream(struct shim_socket *sock, struct msghdr *message, int flags)
{
    struct bb_bytes queued =
        bb_bytes_of(sock->queue.ptr + sock->taken_bytes, shim_socket_queued(sock));
    size_t n = scatter(message->msg_iov, message->msg_iovlen, queued);
    if (!(flags & MSG_PEEK))
        shim_socket_consume(sock, n);
    return (ssize_t)n;
}

static ssize_t receive_datagram(struct shim_socket *sock, struct msghdr *message, int flags)
{
    struct shim_datagram head;
    const uint8_t *at = sock->queue.ptr + sock->taken_bytes;
    memcpy(&head, at, sizeof head);
    struct bb_bytes bytes = bb_bytes_of(at + sizeof head, head.len);
    size_t n = scatter(message->msg_iov, message->msg_iovlen, bytes);
    if (n < head.len)
        message->msg_flags |= MSG_TRUNC;
    shim_name_copy(&head.from, message->msg_name, &message->msg_namelen);
    if (!(flags & MSG_PEEK))
        shim_socket_consume(sock, sizeof head + head.len);
    return (ssize_t)(flags & MSG_TRUNC ? head.len : n);
}

/* Nothing is queued: the line broke, the peer closed, or it would block. */
static ssize_t receive_nothing(struct shim_socket *sock)
{
    if (sock->error) {
        errno = sock->error;
        sock->error = 0;
        sock->has_eof = true;
        return -1;
    }
    if (sock->has_eof || sock->is_read_shut)
        return 0;
    errno = EAGAIN;
    return -1;
}

static ssize_t receive(int fd, struct msghdr *message, int flags)
{
    struct shim_socket *sock = shim_socket_get(fd);
    if (!sock)
        return -1;
    if (sock->type == SOCK_STREAM && !sock->is_connected) {
        errno = ENOTCONN;
        return -1;
    }
    message->msg_flags = 0;
    message->msg_controllen = 0;
    if (!sock->is_nonblocking && !(flags & MSG_DONTWAIT))
        shim_socket_wait(sock, fd);
    if (sock->is_read_shut || shim_socket_queued(sock) == 0)
        return receive_nothing(sock);
    return sock->type == SOCK_STREAM ? receive_stream(sock, message, flags)
                                     : receive_datagram(sock, message, flags);
}

ssize_t bb_shim_recvmsg(int fd, struct msghdr *message, int flags)
{
    return shim_is_ours(fd) ? receive(fd, message, flags) : recvmsg(fd, message, flags);
}

ssize_t bb_shim_recvfrom(int fd, void *buf, size_t len, int flags, struct sockaddr *from,
                         socklen_t *from_len)
{
    if (!shim_is_ours(fd))
        return recvfrom(fd, buf, len, flags, from, from_len);
    struct iovec part = {.iov_base = buf, .iov_len = len};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_name = from,
                             .msg_namelen = from && from_len ? *from_len : 0};
    ssize_t n = receive(fd, &message, flags);
    if (n >= 0 && from && from_len)
        *from_len = message.msg_namelen;
    return n;
}

ssize_t bb_shim_recv(int fd, void *buf, size_t len, int flags)
{
    return bb_shim_recvfrom(fd, buf, len, flags, NULL, NULL);
}

ssize_t bb_shim_read(int fd, void *buf, size_t len)
{
    return shim_is_ours(fd) ? bb_shim_recv(fd, buf, len, 0) : read(fd, buf, len);
}

ssize_t bb_shim_readv(int fd, const struct iovec *parts, int count)
{
    if (!shim_is_ours(fd))
        return readv(fd, parts, count);
    struct msghdr message = {.msg_iov = (struct iovec *)parts, .msg_iovlen = (size_t)count};
    return receive(fd, &message, 0);
}
