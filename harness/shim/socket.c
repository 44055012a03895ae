#include "shim/socket.h"

#include <errno.h>
#include <netinet/in.h>

#include "shim/socket_private.h"

static struct {
    struct shim_socket sockets[BB_SHIM_FD_COUNT];
    bb_shim_send_fn send_hook;
    void *send_context;
    bb_shim_wait_fn wait_hook;
    void *wait_context;
    size_t sent_bytes;
    bool refuses;
} shim;

bool shim_is_ours(int fd)
{
    return fd >= BB_SHIM_FD_FIRST && fd < BB_SHIM_FD_FIRST + BB_SHIM_FD_COUNT;
}

struct shim_socket *shim_socket_get(int fd)
{
    if (shim_is_ours(fd) && shim.sockets[fd - BB_SHIM_FD_FIRST].is_open)
        return &shim.sockets[fd - BB_SHIM_FD_FIRST];
    errno = EBADF;
    return NULL;
}

void shim_name_set(struct shim_name *name, const struct sockaddr *address, socklen_t len)
{
    *name = (struct shim_name){.len = len < sizeof name->address ? len : sizeof name->address};
    memcpy(&name->address, address, name->len);
}

void shim_name_copy(const struct shim_name *name, struct sockaddr *address, socklen_t *len)
{
    if (!address || !len)
        return;
    memcpy(address, &name->address, *len < name->len ? *len : name->len);
    *len = name->len;
}

static struct shim_name loopback(int family, uint16_t port)
{
    struct shim_name name = {0};
    if (family == AF_INET6) {
        struct sockaddr_in6 address = {.sin6_family = AF_INET6,
                                       .sin6_port = htons(port),
                                       .sin6_addr = IN6ADDR_LOOPBACK_INIT};
        shim_name_set(&name, (struct sockaddr *)&address, sizeof address);
    } else {
        struct sockaddr_in address = {.sin_family = AF_INET,
                                      .sin_port = htons(port),
                                      .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
        shim_name_set(&name, (struct sockaddr *)&address, sizeof address);
    }
    return name;
}

static int lowest_free_slot(void)
{
    for (int slot = 0; slot < BB_SHIM_FD_COUNT; slot++)
        if (!shim.sockets[slot].is_open)
            return slot;
    return -1;
}

int shim_socket_new(int family, int type)
{
    if ((family != AF_INET && family != AF_INET6) || (type != SOCK_STREAM && type != SOCK_DGRAM)) {
        errno = EAFNOSUPPORT;
        return -1;
    }
    int slot = lowest_free_slot();
    if (slot < 0) {
        errno = EMFILE;
        return -1;
    }
    struct shim_socket *sock = &shim.sockets[slot];
    struct bb_buf queue = sock->queue;
    bb_buf_reset(&queue);
    queue.max_bytes = BB_SHIM_QUEUE_MAX_BYTES;
    *sock = (struct shim_socket){.is_open = true,
                                 .family = family,
                                 .type = type,
                                 .local = loopback(family, BB_SHIM_LOCAL_PORT),
                                 .peer = loopback(family, (uint16_t)(BB_SHIM_PEER_PORT + slot)),
                                 .queue = queue};
    return BB_SHIM_FD_FIRST + slot;
}

void shim_socket_close(int fd)
{
    struct shim_socket *sock = shim_socket_get(fd);
    if (!sock)
        return;
    sock->is_open = false;
    for (size_t i = 0; i < sock->backlog_count; i++)
        shim_socket_close(sock->backlog[i]);
}

void bb_shim_socket_reset(void)
{
    for (int slot = 0; slot < BB_SHIM_FD_COUNT; slot++)
        shim.sockets[slot].is_open = false;
    shim.send_hook = NULL;
    shim.wait_hook = NULL;
    shim.sent_bytes = 0;
    shim.refuses = false;
}

void bb_shim_socket_refuse(bool is_refused)
{
    shim.refuses = is_refused;
}

bool shim_socket_refuses(void)
{
    return shim.refuses;
}

int bb_shim_socket_open(int family, int type)
{
    int fd = shim_socket_new(family, type);
    if (fd >= 0)
        shim_socket_get(fd)->is_connected = true;
    return fd;
}

int bb_shim_socket_offer(int listener)
{
    struct shim_socket *sock = shim_socket_get(listener);
    if (!sock)
        return -1;
    if (!sock->is_listening || sock->backlog_count == SHIM_BACKLOG_MAX) {
        errno = EINVAL;
        return -1;
    }
    int fd = bb_shim_socket_open(sock->family, SOCK_STREAM);
    if (fd < 0)
        return -1;
    shim_socket_get(fd)->local = sock->local;
    sock->backlog[sock->backlog_count++] = fd;
    return fd;
}

static bool push_datagram(struct shim_socket *sock, struct bb_bytes bytes,
                          const struct shim_name *from)
{
    struct shim_datagram head = {.len = bytes.len, .from = *from};
    return bb_buf_reserve(&sock->queue, sizeof head + bytes.len) &&
           bb_buf_append(&sock->queue, bb_bytes_of(&head, sizeof head)) &&
           bb_buf_append(&sock->queue, bytes);
}

static bool push(int fd, struct bb_bytes bytes, const struct shim_name *from)
{
    struct shim_socket *sock = shim_socket_get(fd);
    if (!sock || sock->is_listening || sock->has_eof)
        return false;
    bool pushed = sock->type == SOCK_STREAM ? bb_buf_append(&sock->queue, bytes)
                                            : push_datagram(sock, bytes, from ? from : &sock->peer);
    sock->queue.failed = false; /* a full queue takes more once it was read */
    return pushed;
}

bool bb_shim_socket_push(int fd, struct bb_bytes bytes)
{
    return push(fd, bytes, NULL);
}

bool bb_shim_socket_push_from(int fd, struct bb_bytes bytes, const struct sockaddr *from,
                              socklen_t from_len)
{
    struct shim_name name;
    shim_name_set(&name, from, from_len);
    return push(fd, bytes, &name);
}

void bb_shim_socket_push_eof(int fd)
{
    struct shim_socket *sock = shim_socket_get(fd);
    if (sock)
        sock->has_eof = true;
}

void bb_shim_socket_push_error(int fd, int error)
{
    struct shim_socket *sock = shim_socket_get(fd);
    if (sock)
        sock->error = error;
}

size_t shim_socket_queued(const struct shim_socket *sock)
{
    return sock->queue.len - sock->taken_bytes;
}

/* The datagrams' headers are not the parser's to see. */
static size_t datagram_bytes(const struct shim_socket *sock)
{
    size_t total = 0;
    for (size_t at = sock->taken_bytes; at < sock->queue.len;) {
        struct shim_datagram head;
        memcpy(&head, sock->queue.ptr + at, sizeof head);
        total += head.len;
        at += sizeof head + head.len;
    }
    return total;
}

size_t bb_shim_socket_pending(int fd)
{
    const struct shim_socket *sock = shim_socket_get(fd);
    if (!sock)
        return 0;
    return sock->type == SOCK_STREAM ? shim_socket_queued(sock) : datagram_bytes(sock);
}

void shim_socket_consume(struct shim_socket *sock, size_t n)
{
    sock->taken_bytes += n;
    if (sock->taken_bytes < sock->queue.len)
        return;
    bb_buf_reset(&sock->queue);
    sock->taken_bytes = 0;
}

void bb_shim_socket_discard(int fd)
{
    struct shim_socket *sock = shim_socket_get(fd);
    if (sock)
        shim_socket_consume(sock, shim_socket_queued(sock));
}

size_t bb_shim_socket_open_count(void)
{
    size_t count = 0;
    for (int slot = 0; slot < BB_SHIM_FD_COUNT; slot++)
        count += shim.sockets[slot].is_open;
    return count;
}

bool bb_shim_socket_is_open(int fd)
{
    return shim_is_ours(fd) && shim.sockets[fd - BB_SHIM_FD_FIRST].is_open;
}

bool shim_socket_readable(const struct shim_socket *sock)
{
    if (sock->is_listening)
        return sock->backlog_count > 0;
    return shim_socket_queued(sock) > 0 || sock->has_eof || sock->error || sock->is_read_shut;
}

bool shim_socket_wait(struct shim_socket *sock, int fd)
{
    if (!shim_socket_readable(sock) && shim.wait_hook)
        shim.wait_hook(shim.wait_context, fd);
    return shim_socket_readable(sock);
}

/* The volatile store keeps the loop, and with it the sanitizer's check of every byte. */
static void read_each(struct bb_bytes bytes)
{
    uint8_t sum = 0;
    for (size_t i = 0; i < bytes.len; i++)
        sum ^= bytes.ptr[i];
    *(volatile uint8_t *)&sum = sum;
}

void shim_socket_sent(int fd, struct bb_bytes bytes, const struct sockaddr *to)
{
    read_each(bytes);
    shim.sent_bytes += bytes.len;
    if (shim.send_hook)
        shim.send_hook(shim.send_context, fd, bytes, to);
}

size_t bb_shim_socket_sent_bytes(void)
{
    return shim.sent_bytes;
}

void bb_shim_socket_set_local(int fd, const struct sockaddr *address, socklen_t len)
{
    struct shim_socket *sock = shim_socket_get(fd);
    if (sock)
        shim_name_set(&sock->local, address, len);
}

void bb_shim_socket_set_peer(int fd, const struct sockaddr *address, socklen_t len)
{
    struct shim_socket *sock = shim_socket_get(fd);
    if (sock)
        shim_name_set(&sock->peer, address, len);
}

void bb_shim_socket_on_send(bb_shim_send_fn hook, void *context)
{
    shim.send_hook = hook;
    shim.send_context = context;
}

void bb_shim_socket_on_wait(bb_shim_wait_fn hook, void *context)
{
    shim.wait_hook = hook;
    shim.wait_context = context;
}
