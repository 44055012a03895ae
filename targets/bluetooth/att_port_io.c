/*
 * io.h of BlueZ, for a few sockets of the shim.
 */
#include <stdint.h>
#include <stdlib.h>

#include "src/shared/io.h"

#include "att_port.h"
#include "shim/socket.h"
#include "shim/socket_calls.h"

enum { IO_MAX = 4 };

struct handler {
    io_callback_func_t function;
    void *data;
    io_destroy_func_t destroy;
};

struct io {
    bool is_used;
    bool is_shut;
    bool closes;
    int fd;
    unsigned serial; /* tells it from one that is made in its place */
    struct handler reads;
    struct handler writes;
    struct handler disconnects;
};

static struct io table[IO_MAX];
static unsigned next_serial;
static att_port_over_fn on_over;
static void *on_over_context;

void att_port_on_over(att_port_over_fn function, void *context)
{
    on_over = function;
    on_over_context = context;
}

void att_port_io_reset(void)
{
    att_port_on_over(NULL, NULL);
    for (unsigned i = 0; i < IO_MAX; i++)
        table[i] = (struct io){.is_used = false};
    next_serial = 0;
}

struct io *io_new(int fd)
{
    for (unsigned i = 0; i < IO_MAX; i++) {
        if (table[i].is_used)
            continue;
        table[i] = (struct io){.is_used = true, .fd = fd, .serial = ++next_serial};
        return &table[i];
    }
    abort();
}

static bool set(struct handler *handler, io_callback_func_t function, void *data,
                io_destroy_func_t destroy)
{
    struct handler old = *handler;
    *handler = (struct handler){function, data, destroy};
    if (old.function && old.destroy)
        old.destroy(old.data);
    return true;
}

void io_destroy(struct io *io)
{
    if (!io)
        return;
    set(&io->reads, NULL, NULL, NULL);
    set(&io->writes, NULL, NULL, NULL);
    set(&io->disconnects, NULL, NULL, NULL);
    if (io->closes)
        bb_shim_close(io->fd);
    io->is_used = false;
}

int io_get_fd(struct io *io)
{
    return io->fd;
}

bool io_set_close_on_destroy(struct io *io, bool do_close)
{
    io->closes = do_close;
    return true;
}

ssize_t io_send(struct io *io, const struct iovec *iov, int iovcnt)
{
    return io->is_shut ? -1 : bb_shim_writev(io->fd, iov, iovcnt);
}

bool io_shutdown(struct io *io)
{
    io->is_shut = true;
    return true;
}

bool io_set_read_handler(struct io *io, io_callback_func_t callback, void *data,
                         io_destroy_func_t destroy)
{
    return set(&io->reads, callback, data, destroy);
}

bool io_set_write_handler(struct io *io, io_callback_func_t callback, void *data,
                          io_destroy_func_t destroy)
{
    return set(&io->writes, callback, data, destroy);
}

bool io_set_disconnect_handler(struct io *io, io_callback_func_t callback, void *data,
                               io_destroy_func_t destroy)
{
    return set(&io->disconnects, callback, data, destroy);
}

static struct io *io_of(int fd)
{
    for (unsigned i = 0; i < IO_MAX; i++)
        if (table[i].is_used && table[i].fd == fd)
            return &table[i];
    return NULL;
}

/* Calls a handler, which may destroy its io; one that says false is not called again. */
static bool call(struct io *io, struct handler *handler)
{
    unsigned serial = io->serial;
    if (!handler->function)
        return false;
    bool goes_on = handler->function(io, handler->data);
    bool is_alive = io->is_used && io->serial == serial;
    if (is_alive && !goes_on)
        set(handler, NULL, NULL, NULL);
    return is_alive && goes_on;
}

/* What was shut down is disconnected. */
static void settle(void)
{
    for (unsigned i = 0; i < IO_MAX; i++) {
        struct io *io = &table[i];
        if (!io->is_used || !io->is_shut)
            continue;
        if (on_over)
            on_over(on_over_context, io->fd);
        call(io, &io->disconnects);
    }
}

void att_port_flush(void)
{
    for (unsigned i = 0; i < IO_MAX; i++)
        while (table[i].is_used && !table[i].is_shut && call(&table[i], &table[i].writes))
            ;
    settle();
}

void att_port_deliver(int fd, struct bb_bytes pdu)
{
    struct io *io = io_of(fd);
    if (!io || io->is_shut || !bb_shim_socket_push(fd, pdu))
        return;
    call(io, &io->reads);
    att_port_flush();
}

void att_port_disconnect(int fd)
{
    struct io *io = io_of(fd);
    if (io)
        io->is_shut = true;
    settle();
}

bool att_port_is_connected(int fd)
{
    const struct io *io = io_of(fd);
    return io && !io->is_shut;
}
