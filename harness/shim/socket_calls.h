/*
 * The calls that socket.syms puts in the place of the system's; same contracts as their manual
 * pages, with the limits that shim/socket.h states. Only renamed objects and the tests call them.
 */
#ifndef BB_SHIM_SOCKET_CALLS_H
#define BB_SHIM_SOCKET_CALLS_H

#include <poll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

/* socket_setup.c */
int bb_shim_socket(int family, int type, int protocol);
int bb_shim_bind(int fd, const struct sockaddr *address, socklen_t len);
int bb_shim_listen(int fd, int backlog);
int bb_shim_connect(int fd, const struct sockaddr *address, socklen_t len);
int bb_shim_accept(int fd, struct sockaddr *address, socklen_t *len);
int bb_shim_accept4(int fd, struct sockaddr *address, socklen_t *len, int flags);
int bb_shim_shutdown(int fd, int how);
int bb_shim_close(int fd);
int bb_shim_getsockname(int fd, struct sockaddr *address, socklen_t *len);
int bb_shim_getpeername(int fd, struct sockaddr *address, socklen_t *len);
int bb_shim_setsockopt(int fd, int level, int name, const void *value, socklen_t len);
int bb_shim_getsockopt(int fd, int level, int name, void *value, socklen_t *len);
int bb_shim_fcntl(int fd, int command, ...);
int bb_shim_ioctl(int fd, unsigned long request, ...);
int bb_shim_tcflush(int fd, int queue); /* a serial line is a stream, too */

/* socket_receive.c */
ssize_t bb_shim_recv(int fd, void *buf, size_t len, int flags);
ssize_t bb_shim_recvfrom(int fd, void *buf, size_t len, int flags, struct sockaddr *from,
                         socklen_t *from_len);
ssize_t bb_shim_recvmsg(int fd, struct msghdr *message, int flags);
ssize_t bb_shim_read(int fd, void *buf, size_t len);
ssize_t bb_shim_readv(int fd, const struct iovec *parts, int count);

/* socket_send.c */
ssize_t bb_shim_send(int fd, const void *buf, size_t len, int flags);
ssize_t bb_shim_sendto(int fd, const void *buf, size_t len, int flags, const struct sockaddr *to,
                       socklen_t to_len);
ssize_t bb_shim_sendmsg(int fd, const struct msghdr *message, int flags);
ssize_t bb_shim_write(int fd, const void *buf, size_t len);
ssize_t bb_shim_writev(int fd, const struct iovec *parts, int count);

/* socket_wait.c */
int bb_shim_select(int count, fd_set *readable, fd_set *writable, fd_set *exceptional,
                   struct timeval *timeout);
int bb_shim_poll(struct pollfd *fds, nfds_t count, int timeout_ms);

#endif
