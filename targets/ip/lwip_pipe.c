#include "lwip_pipe.h"

#include <brickbat/target.h>

#include <lwip/altcp.h>
#include <lwip/altcp_tcp.h>
#include <lwip/priv/altcp_priv.h>
#include <lwip/tcp.h>

#include <stdlib.h>
#include <string.h>

enum { WRITES_MAX = 256 };

struct write {
    const uint8_t *bytes; /* the application's, NULL if it let them be copied */
    size_t at;            /* in the copies */
    size_t len;
};

static struct {
    struct altcp_pcb *listener;
    struct altcp_pcb *connection;
    struct pbuf *refused;
    bool is_connecting;
    unsigned ticks;
    size_t delivered_bytes;
    size_t taken_bytes;
    size_t written_bytes; /* not acknowledged */
    size_t write_count;
    struct write writes[WRITES_MAX];
    uint8_t copies[TCP_SND_BUF];
    lwip_pipe_fn on_write;
    void *context;
} line;

static void must(bool holds, const char *words)
{
    BB_ORACLE(transport_used_well, holds, words);
}

static struct altcp_pcb *listen_to(struct altcp_pcb *pcb, u8_t backlog, err_t *error)
{
    (void)backlog;
    line.listener = pcb;
    if (error)
        *error = ERR_OK;
    return pcb;
}

static err_t connect_to(struct altcp_pcb *pcb, const ip_addr_t *address, u16_t port,
                        altcp_connected_fn connected)
{
    (void)address, (void)port;
    pcb->connected = connected;
    line.connection = pcb;
    line.is_connecting = true;
    return ERR_OK;
}

static err_t bind_to(struct altcp_pcb *pcb, const ip_addr_t *address, u16_t port)
{
    (void)pcb, (void)address, (void)port;
    return ERR_OK;
}

static void set_poll(struct altcp_pcb *pcb, u8_t interval)
{
    (void)pcb, (void)interval; /* altcp keeps it */
}

static void take(struct altcp_pcb *pcb, u16_t len)
{
    (void)pcb;
    line.taken_bytes += len;
    must(line.taken_bytes <= line.delivered_bytes, "the application has taken more than came");
}

static void forget(struct altcp_pcb *pcb)
{
    if (pcb == line.listener)
        line.listener = NULL;
    if (pcb == line.connection)
        line.connection = NULL;
}

static void abort_it(struct altcp_pcb *pcb)
{
    forget(pcb);
    if (pcb->err)
        pcb->err(pcb->arg, ERR_ABRT);
    altcp_free(pcb);
}

static err_t close_it(struct altcp_pcb *pcb)
{
    forget(pcb);
    altcp_free(pcb);
    return ERR_OK;
}

static err_t shut(struct altcp_pcb *pcb, int receiving, int sending)
{
    return receiving && sending ? close_it(pcb) : ERR_OK;
}

static u16_t get_room(struct altcp_pcb *pcb)
{
    (void)pcb;
    return (u16_t)(sizeof line.copies - line.written_bytes);
}

static u16_t get_queue_length(struct altcp_pcb *pcb)
{
    (void)pcb;
    return (u16_t)line.write_count;
}

static err_t write_it(struct altcp_pcb *pcb, const void *bytes, u16_t len, u8_t flags)
{
    if (len > get_room(pcb) || line.write_count == WRITES_MAX)
        return ERR_MEM;
    line.writes[line.write_count++] =
        (struct write){flags & TCP_WRITE_FLAG_COPY ? NULL : bytes, line.written_bytes, len};
    memcpy(line.copies + line.written_bytes, bytes, len);
    if (line.on_write)
        line.on_write(line.context, bb_bytes_of(line.copies + line.written_bytes, len));
    line.written_bytes += len;
    return ERR_OK;
}

static err_t put_out(struct altcp_pcb *pcb)
{
    (void)pcb;
    return ERR_OK;
}

static u16_t get_mss(struct altcp_pcb *pcb)
{
    (void)pcb;
    return TCP_MSS;
}

static void set_nagle(struct altcp_pcb *pcb)
{
    (void)pcb;
}

static int get_nagle(struct altcp_pcb *pcb)
{
    (void)pcb;
    return 1;
}

static void set_priority(struct altcp_pcb *pcb, u8_t priority)
{
    (void)pcb, (void)priority;
}

static const struct altcp_functions functions = {
    .set_poll = set_poll,
    .recved = take,
    .bind = bind_to,
    .connect = connect_to,
    .listen = listen_to,
    .abort = abort_it,
    .close = close_it,
    .shutdown = shut,
    .write = write_it,
    .output = put_out,
    .mss = get_mss,
    .sndbuf = get_room,
    .sndqueuelen = get_queue_length,
    .nagle_disable = set_nagle,
    .nagle_enable = set_nagle,
    .nagle_disabled = get_nagle,
    .setprio = set_priority,
    .dealloc = set_nagle,
};

/* In place of lwIP's altcp_tcp.c. */
struct altcp_pcb *altcp_tcp_new_ip_type(u8_t ip_type)
{
    (void)ip_type;
    struct altcp_pcb *pcb = altcp_alloc();
    if (pcb)
        pcb->fns = &functions;
    return pcb;
}

void lwip_pipe_reset(lwip_pipe_fn on_write, void *context)
{
    memset(&line, 0, sizeof line);
    line.on_write = on_write;
    line.context = context;
}

bool lwip_pipe_accept(void)
{
    struct altcp_pcb *pcb = line.listener ? altcp_tcp_new_ip_type(IPADDR_TYPE_V4) : NULL;
    if (!pcb)
        return false;
    line.connection = pcb;
    if (line.listener->accept(line.listener->arg, pcb, ERR_OK) != ERR_OK && line.connection)
        abort_it(pcb);
    return line.connection != NULL;
}

bool lwip_pipe_answer(void)
{
    if (!line.connection || !line.is_connecting)
        return false;
    line.is_connecting = false;
    struct altcp_pcb *pcb = line.connection;
    if (pcb->connected && pcb->connected(pcb->arg, pcb, ERR_OK) != ERR_OK && line.connection)
        abort_it(pcb);
    return line.connection != NULL;
}

bool lwip_pipe_is_open(void)
{
    return line.connection && !line.is_connecting;
}

/* Gives a packet to the application; it is kept if it is refused. */
static void hand_over(struct pbuf *packet)
{
    struct altcp_pcb *pcb = line.connection;
    if (!pcb->recv) {
        altcp_recved(pcb, packet->tot_len);
        pbuf_free(packet);
        return;
    }
    err_t error = pcb->recv(pcb->arg, pcb, packet, ERR_OK);
    if (error == ERR_OK)
        return;
    if (error == ERR_ABRT || !line.connection) {
        must(!line.connection, "the application says that it has aborted");
        return;
    }
    line.refused = packet;
}

static bool deliver_again(void)
{
    struct pbuf *packet = line.refused;
    line.refused = NULL;
    if (packet)
        hand_over(packet);
    return !line.refused && lwip_pipe_is_open();
}

void lwip_pipe_deliver(struct bb_bytes bytes)
{
    if (!lwip_pipe_is_open() || !deliver_again())
        return;
    struct pbuf *packet =
        pbuf_alloc(PBUF_RAW, (u16_t)bytes.len, bytes.len & 1 ? PBUF_POOL : PBUF_RAM);
    if (!packet)
        return; /* no memory */
    pbuf_take(packet, bytes.ptr, (u16_t)bytes.len);
    line.delivered_bytes += bytes.len;
    hand_over(packet);
}

void lwip_pipe_excuse(size_t bytes)
{
    line.delivered_bytes += bytes;
}

bool lwip_pipe_acknowledge(void)
{
    size_t bytes = line.written_bytes;
    for (size_t i = 0; i < line.write_count; i++)
        must(!line.writes[i].bytes || memcmp(line.writes[i].bytes, line.copies + line.writes[i].at,
                                             line.writes[i].len) == 0,
             "what was to be sent without a copy has changed");
    line.written_bytes = line.write_count = 0;
    struct altcp_pcb *pcb = line.connection;
    if (bytes > 0 && pcb && pcb->sent)
        pcb->sent(pcb->arg, pcb, (u16_t)bytes);
    return bytes > 0;
}

void lwip_pipe_tick(void)
{
    struct altcp_pcb *pcb = line.connection;
    line.ticks++;
    if (!lwip_pipe_is_open() || !deliver_again())
        return;
    if (pcb->poll && pcb->pollinterval && line.ticks % pcb->pollinterval == 0)
        pcb->poll(pcb->arg, pcb);
}

void lwip_pipe_hang_up(void)
{
    struct altcp_pcb *pcb = line.connection;
    if (!lwip_pipe_is_open() || !deliver_again())
        return;
    if (pcb->recv)
        pcb->recv(pcb->arg, pcb, NULL, ERR_OK);
    else
        close_it(pcb);
}

void lwip_pipe_break(void)
{
    struct altcp_pcb *pcb = line.connection;
    if (line.refused)
        pbuf_free(line.refused);
    line.refused = NULL;
    if (!pcb)
        return;
    line.connection = NULL;
    if (pcb->err)
        pcb->err(pcb->arg, ERR_RST);
    altcp_free(pcb);
}

void lwip_pipe_close(void)
{
    if (line.listener)
        altcp_close(line.listener);
    if (line.refused)
        pbuf_free(line.refused);
    line.refused = NULL;
}
