#include "tgl_net.h"

#include <brickbat/target.h>

#include <string.h>

#include "shim/clock.h"

enum { CONNECTIONS_MAX = 64, PARTS_MAX_BYTES = 16 << 10 };

struct connection {
    struct tgl_session *session; /* borrowed */
    struct tgl_dc *dc;           /* borrowed */
    struct mtproto_methods *methods;
    struct bb_bytes arrived; /* and not yet read */
    size_t announced_bytes;  /* by the length that goes before a packet, and not yet written */
    size_t written_bytes;    /* of it, in parts */
    bool is_open;
    bool is_ready; /* the client was told that the connection is made */
};

struct tgl_timer {
    struct tgl_timer *next;
    struct tgl_state *state;
    void (*run)(struct tgl_state *state, void *argument);
    void *argument;
    uint64_t due_ns;
    bool is_set;
};

static struct connection connections[CONNECTIONS_MAX];
static unsigned closed;
static uint8_t parts[PARTS_MAX_BYTES]; /* of the packet that is being written */
static tgl_net_sent_fn on_sent;
static struct tgl_timer *timers; /* owned */

static void check_open(const struct connection *connection)
{
    BB_ORACLE(connection_is_open, connection && connection->is_open,
              "a connection is used that is closed");
}

static struct connection *create(struct tgl_state *state, const char *host, int port,
                                 struct tgl_session *session, struct tgl_dc *dc,
                                 struct mtproto_methods *methods)
{
    (void)state, (void)port;
    size_t i = 0;
    while (i < CONNECTIONS_MAX && connections[i].is_open)
        i++;
    BB_ORACLE(connections_are_few, i < CONNECTIONS_MAX, "connections are opened and never closed");
    BB_ORACLE(connection_has_host, strlen(host) > 0, "a connection goes nowhere");
    connections[i] = (struct connection){session, dc, methods, {0}, 0, 0, true, false};
    return &connections[i];
}

static void close_connection(struct connection *connection)
{
    check_open(connection);
    connection->is_open = false;
    closed++;
}

static struct tgl_dc *get_dc(struct connection *connection)
{
    check_open(connection);
    return connection->dc;
}

static struct tgl_session *get_session(struct connection *connection)
{
    check_open(connection);
    return connection->session;
}

static int read_in(struct connection *connection, void *ret_bytes, int len)
{
    check_open(connection);
    struct bb_bytes *arrived = &connection->arrived;
    size_t n = (size_t)len < arrived->len ? (size_t)len : arrived->len;
    memcpy(ret_bytes, arrived->ptr, n);
    *arrived = bb_bytes_of(arrived->ptr + n, arrived->len - n);
    return (int)n;
}

static int look_at(struct connection *connection, void *ret_bytes, int len)
{
    struct bb_bytes arrived = connection->arrived;
    int n = read_in(connection, ret_bytes, len);
    connection->arrived = arrived;
    return n;
}

/* One byte, or 0x7f and three: the length of the packet that follows, in words. */
static void announce(struct connection *connection, const uint8_t *bytes, int len)
{
    BB_ORACLE(sent_length_form, len == 1 || (len == 4 && bytes[0] == 0x7f),
              "a packet's length has no form of the abridged transport's");
    size_t words = len == 1 ? bytes[0] : bytes[1] | (size_t)bytes[2] << 8 | (size_t)bytes[3] << 16;
    connection->announced_bytes = words * 4;
    connection->written_bytes = 0;
}

/* What has a key is written as a whole, what has none in two parts. */
static int write_out(struct connection *connection, const void *data, int len)
{
    check_open(connection);
    if (connection->announced_bytes == 0) {
        announce(connection, data, len);
        return len;
    }
    size_t before = connection->written_bytes, n = (size_t)len;
    BB_ORACLE(sent_length, n <= connection->announced_bytes,
              "a packet has not the length that goes before it");
    if (before + n <= sizeof parts)
        memcpy(parts + before, data, n);
    connection->announced_bytes -= n;
    connection->written_bytes += n;
    if (connection->announced_bytes == 0 && before == 0)
        on_sent(connection->dc, bb_bytes_of(data, n));
    else if (connection->announced_bytes == 0 && before + n <= sizeof parts)
        on_sent(connection->dc, bb_bytes_of(parts, before + n));
    return len;
}

static void ignore(struct connection *connection)
{
    check_open(connection);
}

struct tgl_net_methods tgl_net_calls = {
    .write_out = write_out,
    .read_in = read_in,
    .read_in_lookup = look_at,
    .flush_out = ignore,
    .incr_out_packet_num = ignore,
    .free = close_connection,
    .get_dc = get_dc,
    .get_session = get_session,
    .create_connection = create,
};

static struct tgl_timer *timer_new(struct tgl_state *state, void (*run)(struct tgl_state *, void *),
                                   void *argument)
{
    struct tgl_timer *timer = calloc(1, sizeof *timer);
    if (!timer)
        abort();
    *timer = (struct tgl_timer){timers, state, run, argument, 0, false};
    timers = timer;
    return timer;
}

/* A time that is over is now. */
static void timer_set(struct tgl_timer *timer, double timeout_s)
{
    enum { FOREVER_S = 1 << 30 };
    double wait_s = timeout_s > 0 ? timeout_s : 0;
    wait_s = wait_s < FOREVER_S ? wait_s : FOREVER_S;
    timer->due_ns = bb_shim_clock_elapsed_ns() + (uint64_t)(wait_s * 1e9);
    timer->is_set = true;
}

static void timer_unset(struct tgl_timer *timer)
{
    timer->is_set = false;
}

static void timer_free(struct tgl_timer *timer)
{
    struct tgl_timer **at = &timers;
    while (*at && *at != timer)
        at = &(*at)->next;
    BB_ORACLE(timer_is_there, *at != NULL, "a timer is freed that is not there");
    *at = timer->next;
    free(timer);
}

struct tgl_timer_methods tgl_timer_calls = {
    .alloc = timer_new,
    .insert = timer_set,
    .remove = timer_unset,
    .free = timer_free,
};

void tgl_net_reset(void)
{
    memset(connections, 0, sizeof connections);
    closed = 0;
    while (timers)
        timer_free(timers);
}

void tgl_net_on_sent(tgl_net_sent_fn sent)
{
    on_sent = sent;
}

void tgl_net_connect(struct tgl_state *state, struct tgl_session *session)
{
    struct connection *connection = session->c;
    if (connection->is_ready)
        return;
    connection->is_ready = true;
    connection->methods->ready(state, connection);
}

void tgl_net_reconnect(struct tgl_state *state, struct tgl_session *session)
{
    struct connection *connection = session->c;
    connection->methods->close(state, connection);
    connection->announced_bytes = 0;
    connection->is_ready = false;
    tgl_net_connect(state, session);
}

unsigned tgl_net_closed(void)
{
    return closed;
}

void tgl_net_deliver(struct tgl_state *state, struct tgl_session *session, struct bb_bytes packet)
{
    struct connection *connection = session->c;
    int code = 0;
    memcpy(&code, packet.ptr, sizeof code);
    connection->arrived = packet;
    connection->methods->execute(state, connection, code, (int)packet.len);
}

bool tgl_net_run_timer(unsigned within_s)
{
    struct tgl_timer *first = NULL;
    for (struct tgl_timer *timer = timers; timer; timer = timer->next)
        if (timer->is_set && (!first || timer->due_ns < first->due_ns))
            first = timer;
    uint64_t now_ns = bb_shim_clock_elapsed_ns();
    if (!first || first->due_ns > (uint64_t)within_s * 1000000000)
        return false;
    if (first->due_ns > now_ns)
        bb_shim_clock_advance_ns(first->due_ns - now_ns);
    first->is_set = false;
    first->run(first->state, first->argument);
    return true;
}
