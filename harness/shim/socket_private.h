/*
 * What the files of the socket shim share: the table of fake descriptors.
 */
#ifndef BB_SHIM_SOCKET_PRIVATE_H
#define BB_SHIM_SOCKET_PRIVATE_H

#include "base/buf.h"
#include "shim/socket.h"

enum { SHIM_BACKLOG_MAX = 16 };

struct shim_name {
    struct sockaddr_storage address;
    socklen_t len; /* 0: not known */
};

/* What stands before the bytes of each datagram in a queue. */
struct shim_datagram {
    size_t len;
    struct shim_name from;
};

struct shim_socket {
    bool is_open;
    bool is_listening;
    bool is_connected; /* streams only */
    bool is_nonblocking;
    bool is_read_shut;
    bool is_write_shut;
    bool has_eof;
    bool has_room_limit;
    int error; /* errno of the next read once the queue is empty, 0 if none */
    int family;
    int type; /* SOCK_STREAM or SOCK_DGRAM */
    struct shim_name local;
    struct shim_name peer;
    struct bb_buf queue; /* owned; a stream's bytes, or datagrams with their headers */
    size_t taken_bytes;  /* of the queue */
    size_t room_bytes;   /* what the peer takes, if has_room_limit */
    int backlog[SHIM_BACKLOG_MAX];
    size_t backlog_count;
};

/* True for a number in our range, open or not. */
bool shim_is_ours(int fd);

/* The open socket, or NULL with errno EBADF. */
struct shim_socket *shim_socket_get(int fd);

/* A new socket, not connected; -1 with errno. */
int shim_socket_new(int family, int type);
void shim_socket_close(int fd);

/* connect() of a stream is refused. */
bool shim_socket_refuses(void);

/* Bytes or datagram headers and bytes that wait in the queue. */
size_t shim_socket_queued(const struct shim_socket *sock);

/* A read would not block. */
bool shim_socket_readable(const struct shim_socket *sock);

/* Marks n bytes of the queue as read. */
void shim_socket_consume(struct shim_socket *sock, size_t n);

/* Asks the wait hook for more; true if a read would not block afterwards. */
bool shim_socket_wait(struct shim_socket *sock, int fd);

/* Copies an address as getsockname does: cut at *len, which then says the full length. */
void shim_name_copy(const struct shim_name *name, struct sockaddr *address, socklen_t *len);
void shim_name_set(struct shim_name *name, const struct sockaddr *address, socklen_t len);

/* Counts the bytes, reads each of them, and gives them to the send hook. */
void shim_socket_sent(int fd, struct bb_bytes bytes, const struct sockaddr *to);

#endif
