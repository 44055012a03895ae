/*
 * ip_lwip_tftp: lwIP's TFTP server, with a few files in memory.
 *
 * Input: IPv4 and IPv6 packets, as lwip_session.h says.
 */
#include <brickbat/target.h>

#include <lwip/apps/tftp_server.h>
#include <lwip/pbuf.h>
#include <lwip/udp.h>

#include <stdlib.h>
#include <string.h>

#include "lwip_datagram.h"
#include "lwip_device.h"
#include "lwip_session.h"

enum {
    SMALL_BYTES = 100,
    LARGE_BYTES = 1300,
    BLOCK_BYTES = 512,
    WRITTEN_MAX = 2000, /* there is no more room */
    OPCODE_BYTES = 2,
    NUMBERED_BYTES = 4, /* with the number of a block */
    DATA = 3,
    ACKNOWLEDGMENT = 4,
    ERROR = 5,
};

static struct {
    bool is_open;
    bool is_write;
    size_t at;
    size_t len;
} file;

static udp_recv_fn read_packet; /* the server's own */

static void *open_file(const char *name, const char *mode, u8_t is_write)
{
    BB_ORACLE(names_end, strlen(name) <= TFTP_MAX_FILENAME_LEN && strlen(mode) <= TFTP_MAX_MODE_LEN,
              "a name is longer than its buffer");
    BB_ORACLE(one_is_open, !file.is_open, "two files are open");
    file.is_open = strcmp(name, "missing") != 0;
    file.is_write = is_write != 0;
    file.at = 0;
    file.len = strcmp(name, "boot") == 0 ? LARGE_BYTES
               : strlen(name) == 5       ? BLOCK_BYTES
                                         : SMALL_BYTES;
    bb_state(300 + file.is_open + file.is_write * 2u);
    return file.is_open ? &file : NULL;
}

static void close_file(void *handle)
{
    BB_ORACLE(open_is_closed, handle == &file && file.is_open, "what is not open is closed");
    file.is_open = false;
}

static int read_file(void *handle, void *buffer, int count)
{
    BB_ORACLE(open_is_read, handle == &file && file.is_open && !file.is_write,
              "what is not open is read");
    size_t left = file.len - file.at;
    size_t len = left < (size_t)count ? left : (size_t)count;
    memset(buffer, (int)('a' + file.at / BLOCK_BYTES), len);
    file.at += len;
    return (int)len;
}

static int write_file(void *handle, struct pbuf *packet)
{
    uint8_t bytes[WRITTEN_MAX];
    BB_ORACLE(open_is_written, handle == &file && file.is_open && file.is_write,
              "what is not open is written");
    pbuf_copy_partial(packet, bytes, sizeof bytes, 0);
    file.at += packet->tot_len;
    return file.at <= WRITTEN_MAX ? 0 : -1;
}

static void see_sent(void *context, uint16_t from_port, uint16_t to_port, struct bb_bytes packet)
{
    (void)context, (void)from_port, (void)to_port;
    BB_ORACLE(tftp_sent,
              packet.len >= 4 && packet.ptr[0] == 0 && packet.ptr[1] >= DATA &&
                  packet.ptr[1] <= ERROR && packet.len <= 4 + BLOCK_BYTES,
              "what the server sends is no TFTP");
    bb_state(310 + packet.ptr[1]);
}

/* A known fault: the server reads what is no packet of TFTP. */
static bool is_short(const struct pbuf *packet)
{
    const uint8_t *bytes = packet->payload;
    if (packet->len >= NUMBERED_BYTES)
        return false;
    if (packet->len >= OPCODE_BYTES &&
        (bytes[0] != 0 || (bytes[1] != DATA && bytes[1] != ACKNOWLEDGMENT)))
        return false;
    BB_KNOWN(short_tftp);
    return true;
}

static void receive(void *context, struct udp_pcb *pcb, struct pbuf *packet, const ip_addr_t *from,
                    u16_t from_port)
{
    if (is_short(packet))
        pbuf_free(packet);
    else
        read_packet(context, pcb, packet, from, from_port);
}

/* The server keeps its socket to itself. */
static void stand_before_server(void)
{
    struct udp_pcb *pcb = udp_pcbs;
    while (pcb && pcb->local_port != TFTP_PORT)
        pcb = pcb->next;
    if (!pcb)
        abort();
    read_packet = pcb->recv;
    udp_recv(pcb, receive, pcb->recv_arg);
}

static void start(struct netif *netif)
{
    static const struct tftp_context context = {open_file, close_file, read_file, write_file};
    (void)netif;
    memset(&file, 0, sizeof file);
    lwip_datagram_on_send(see_sent, NULL);
    if (tftp_init(&context) != ERR_OK)
        abort();
    stand_before_server();
}

static void stop(void)
{
    tftp_cleanup();
    BB_ORACLE(all_is_closed, !file.is_open, "a file stays open");
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    lwip_device_prepare();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct lwip_session session = {LWIP_LINK_IP, start, stop};
    lwip_session_run(&session, bb_bytes_of(data, size));
    return 0;
}
