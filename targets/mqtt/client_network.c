#include "client_network.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>

#include "shim/socket.h"
#include "shim/socket_calls.h"

/* In place of the C library's: what client.syms would say if it were a shim. */
int client_getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                       struct addrinfo **ret_list);
void client_freeaddrinfo(struct addrinfo *list);
int client_socketpair(int family, int type, int protocol, int ret_pair[2]);
int client_pselect(int count, fd_set *readable, fd_set *writable, fd_set *exceptional,
                   const struct timespec *timeout, const sigset_t *signals);

enum { SOCKETS = 4, WARM_BYTES = 1 << 13 };

static int waking_fd = -1, woken_fd = -1;

void client_network_warm_up(void)
{
    static const uint8_t zeroes[WARM_BYTES];
    bb_shim_socket_reset();
    for (unsigned i = 0; i < SOCKETS; i++)
        bb_shim_socket_push(bb_shim_socket_open(AF_INET, SOCK_STREAM),
                            bb_bytes_of(zeroes, sizeof zeroes));
}

static void on_send(void *context, int fd, struct bb_bytes bytes, const struct sockaddr *to)
{
    (void)to;
    if (fd == waking_fd)
        bb_shim_socket_push(woken_fd, bytes);
    else
        peer_sent(context, bytes);
}

void client_network_begin(struct client_peer *peer)
{
    bb_shim_socket_reset();
    bb_shim_socket_on_send(on_send, peer);
    waking_fd = woken_fd = -1;
}

int client_getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                       struct addrinfo **ret_list)
{
    static struct sockaddr_in address;
    static struct addrinfo only;
    (void)name, (void)service;
    address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    only = (struct addrinfo){.ai_family = AF_INET,
                             .ai_socktype = hints->ai_socktype,
                             .ai_addrlen = sizeof address,
                             .ai_addr = (struct sockaddr *)&address};
    *ret_list = &only;
    return 0;
}

void client_freeaddrinfo(struct addrinfo *list)
{
    (void)list;
}

int client_socketpair(int family, int type, int protocol, int ret_pair[2])
{
    (void)family, (void)protocol;
    ret_pair[0] = woken_fd = bb_shim_socket_open(AF_INET, type);
    ret_pair[1] = waking_fd = bb_shim_socket_open(AF_INET, type);
    return woken_fd >= 0 && waking_fd >= 0 ? 0 : -1;
}

int client_pselect(int count, fd_set *readable, fd_set *writable, fd_set *exceptional,
                   const struct timespec *timeout, const sigset_t *signals)
{
    (void)signals;
    struct timeval wait = {.tv_sec = timeout->tv_sec, .tv_usec = timeout->tv_nsec / 1000};
    return bb_shim_select(count, readable, writable, exceptional, &wait);
}
