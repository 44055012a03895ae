#include <errno.h>

#include "shim/clock.h"
#include "shim/socket_calls.h"
#include "shim/socket_private.h"

/* The sets as given; outputs are filled anew. Kernel descriptors in them are never ready: a parser
 * that runs here has no business with them. */
struct wait_sets {
    fd_set readable;
    fd_set writable;
    int end; /* one past the highest descriptor of ours to look at */
};

static bool is_in(int fd, const fd_set *set)
{
    return FD_ISSET(fd, set);
}

static int first_closed(const struct wait_sets *sets)
{
    for (int fd = BB_SHIM_FD_FIRST; fd < sets->end; fd++)
        if ((is_in(fd, &sets->readable) || is_in(fd, &sets->writable)) &&
            !bb_shim_socket_is_open(fd))
            return fd;
    return -1;
}

/* A socket takes what is sent to it, always. */
static bool is_writable(const struct shim_socket *sock)
{
    return !sock->is_listening && (sock->type == SOCK_DGRAM || sock->is_connected);
}

/* Counts what is ready and notes it in ret_ready. With may_wait the hook is asked for more. */
static int find_ready(const struct wait_sets *wanted, bool may_wait, struct wait_sets *ret_ready)
{
    int count = 0;
    FD_ZERO(&ret_ready->readable);
    FD_ZERO(&ret_ready->writable);
    for (int fd = BB_SHIM_FD_FIRST; fd < wanted->end; fd++) {
        struct shim_socket *sock = shim_socket_get(fd);
        if (!sock)
            continue;
        if (is_in(fd, &wanted->readable) &&
            (may_wait ? shim_socket_wait(sock, fd) : shim_socket_readable(sock))) {
            FD_SET(fd, &ret_ready->readable);
            count++;
        }
        if (is_in(fd, &wanted->writable) && is_writable(sock)) {
            FD_SET(fd, &ret_ready->writable);
            count++;
        }
    }
    return count;
}

static uint64_t timeval_ns(const struct timeval *time)
{
    return (uint64_t)time->tv_sec * 1000000000 + (uint64_t)time->tv_usec * 1000;
}

static int give_up(uint64_t timeout_ns, bool is_forever)
{
    if (is_forever) {
        errno = EDEADLK;
        return -1;
    }
    bb_shim_clock_advance_ns(timeout_ns);
    return 0;
}

static void load(fd_set *ret_set, const fd_set *given)
{
    if (given)
        *ret_set = *given;
    else
        FD_ZERO(ret_set);
}

int bb_shim_select(int count, fd_set *readable, fd_set *writable, fd_set *exceptional,
                   struct timeval *timeout)
{
    int end = BB_SHIM_FD_FIRST + BB_SHIM_FD_COUNT;
    struct wait_sets wanted = {.end = count < end ? count : end};
    struct wait_sets ready;
    load(&wanted.readable, readable);
    load(&wanted.writable, writable);
    if (first_closed(&wanted) >= 0) {
        errno = EBADF;
        return -1;
    }
    uint64_t timeout_ns = timeout ? timeval_ns(timeout) : 0;
    int found = find_ready(&wanted, false, &ready);
    if (found == 0 && (!timeout || timeout_ns > 0))
        found = find_ready(&wanted, true, &ready);
    if (found == 0 && (found = give_up(timeout_ns, !timeout)) < 0)
        return -1;
    if (readable)
        *readable = ready.readable;
    if (writable)
        *writable = ready.writable;
    if (exceptional)
        FD_ZERO(exceptional);
    return found;
}

static short poll_events(struct pollfd *wanted, bool may_wait)
{
    if (!shim_is_ours(wanted->fd))
        return 0;
    struct shim_socket *sock = shim_socket_get(wanted->fd);
    if (!sock)
        return POLLNVAL;
    short events = 0;
    if (may_wait && (wanted->events & POLLIN))
        shim_socket_wait(sock, wanted->fd);
    if (shim_socket_readable(sock))
        events |= wanted->events & (POLLIN | POLLRDNORM);
    if (is_writable(sock))
        events |= wanted->events & (POLLOUT | POLLWRNORM);
    if (sock->error)
        events |= POLLERR;
    if (sock->has_eof)
        events |= wanted->events & POLLRDHUP;
    return events;
}

static int poll_all(struct pollfd *fds, nfds_t count, bool may_wait)
{
    int found = 0;
    for (nfds_t i = 0; i < count; i++) {
        fds[i].revents = poll_events(&fds[i], may_wait);
        found += fds[i].revents != 0;
    }
    return found;
}

int bb_shim_poll(struct pollfd *fds, nfds_t count, int timeout_ms)
{
    int found = poll_all(fds, count, false);
    if (found == 0 && timeout_ms != 0)
        found = poll_all(fds, count, true);
    if (found)
        return found;
    return give_up(timeout_ms > 0 ? (uint64_t)timeout_ms * 1000000 : 0, timeout_ms < 0);
}
