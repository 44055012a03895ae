#include "capture/writer.h"

#include "capture/packet.h"

enum {
    LINKTYPE_RAW_IP = 101,
    IP_HEADER = 20,
    UDP_HEADER = 8,
    TCP_HEADER = 20,
    SNAPSHOT_BYTES = 262144,
    SEGMENT_BYTES = 1400, /* fits an Ethernet frame */
    FIRST_CLIENT_PORT = 10000,
    CLIENT_PORTS = 50000,
    CLIENT_SEQUENCE = 1000,
    SERVER_SEQUENCE = 5000,
    WINDOW = 65535,
};

static void store_little(struct bb_buf *out, uint32_t value, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        bb_buf_append_byte(out, (uint8_t)(value >> 8 * i));
}

static void store16(uint8_t *ptr, unsigned value)
{
    ptr[0] = (uint8_t)(value >> 8);
    ptr[1] = (uint8_t)value;
}

static void store32(uint8_t *ptr, uint32_t value)
{
    store16(ptr, value >> 16);
    store16(ptr + 2, value & 0xffff);
}

void bb_capture_write_header(struct bb_buf *out)
{
    store_little(out, 0xa1b2c3d4, 4);
    store_little(out, 2, 2); /* version 2.4 */
    store_little(out, 4, 2);
    store_little(out, 0, 4);
    store_little(out, 0, 4);
    store_little(out, SNAPSHOT_BYTES, 4);
    store_little(out, LINKTYPE_RAW_IP, 4);
}

/* RFC 1071, without the last complement, so that sums can be added up. */
static uint32_t sum_words(uint32_t sum, struct bb_bytes bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        sum += i % 2 ? bytes.ptr[i] : (uint32_t)bytes.ptr[i] << 8;
    return sum;
}

static uint16_t checksum(uint32_t sum)
{
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)~sum;
}

static void fill_ip_header(uint8_t *ip, unsigned protocol, size_t size, uint64_t id)
{
    store16(ip, 0x4500);
    store16(ip + 2, (unsigned)size);
    store16(ip + 4, id & 0xffff);
    store16(ip + 6, 0x4000); /* do not fragment */
    ip[8] = 64;
    ip[9] = (uint8_t)protocol;
    store32(ip + 12, 0x7f000001);
    store32(ip + 16, 0x7f000001);
    store16(ip + 10, checksum(sum_words(0, bb_bytes_of(ip, IP_HEADER))));
}

/* Appends a packet. The transport's checksum, at `place` of its header, is computed here: over
 * addresses, protocol, size, header and payload. */
static void write_packet(struct bb_capture_writer *writer, unsigned protocol, uint8_t *header,
                         size_t header_len, size_t place, struct bb_bytes payload,
                         struct bb_buf *out)
{
    uint8_t ip[IP_HEADER] = {0};
    size_t len = header_len + payload.len;
    uint32_t size = (uint32_t)(IP_HEADER + len);
    uint64_t ms = writer->n_packets++;
    fill_ip_header(ip, protocol, size, writer->n_packets);
    uint32_t sum = sum_words((uint32_t)(protocol + len), bb_bytes_of(ip + 12, 8));
    sum = sum_words(sum_words(sum, bb_bytes_of(header, header_len)), payload);
    uint16_t transport_sum = checksum(sum);
    store16(header + place, protocol == BB_PROTOCOL_UDP && !transport_sum ? 0xffff : transport_sum);
    store_little(out, (uint32_t)(ms / 1000), 4);
    store_little(out, (uint32_t)(ms % 1000) * 1000, 4);
    store_little(out, size, 4);
    store_little(out, size, 4);
    bb_buf_append(out, bb_bytes_of(ip, IP_HEADER));
    bb_buf_append(out, bb_bytes_of(header, header_len));
    bb_buf_append(out, payload);
}

static unsigned next_client_port(struct bb_capture_writer *writer)
{
    unsigned port = FIRST_CLIENT_PORT + (unsigned)(writer->n_flows++ % CLIENT_PORTS);
    return port == writer->port ? next_client_port(writer) : port;
}

void bb_capture_write_udp(struct bb_capture_writer *writer, struct bb_bytes message,
                          struct bb_buf *out)
{
    uint8_t udp[UDP_HEADER] = {0};
    store16(udp, next_client_port(writer));
    store16(udp + 2, writer->port);
    store16(udp + 4, (unsigned)(UDP_HEADER + message.len));
    write_packet(writer, BB_PROTOCOL_UDP, udp, sizeof udp, 6, message, out);
}

struct connection {
    struct bb_capture_writer *writer;
    struct bb_buf *out;
    unsigned client_port;
    uint32_t sent[2]; /* sequence numbers: the client's, the server's */
};

static void write_segment(struct connection *c, unsigned side, unsigned flags,
                          struct bb_bytes payload)
{
    uint8_t tcp[TCP_HEADER] = {0};
    store16(tcp, side ? c->writer->port : c->client_port);
    store16(tcp + 2, side ? c->client_port : c->writer->port);
    store32(tcp + 4, c->sent[side]);
    store32(tcp + 8, flags & BB_TCP_ACK ? c->sent[!side] : 0);
    store16(tcp + 12, TCP_HEADER / 4 << 12 | flags);
    store16(tcp + 14, WINDOW);
    write_packet(c->writer, BB_PROTOCOL_TCP, tcp, sizeof tcp, 16, payload, c->out);
    c->sent[side] += (uint32_t)payload.len + (flags & (BB_TCP_SYN | BB_TCP_FIN) ? 1 : 0);
}

void bb_capture_write_tcp(struct bb_capture_writer *writer, struct bb_bytes message,
                          struct bb_buf *out)
{
    const struct bb_bytes nothing = {0};
    struct connection c = {writer,
                           out,
                           next_client_port(writer),
                           {CLIENT_SEQUENCE, SERVER_SEQUENCE}};
    write_segment(&c, 0, BB_TCP_SYN, nothing);
    write_segment(&c, 1, BB_TCP_SYN | BB_TCP_ACK, nothing);
    while (message.len) {
        struct bb_bytes part;
        bb_bytes_take(&message, message.len < SEGMENT_BYTES ? message.len : SEGMENT_BYTES, &part);
        write_segment(&c, 0, BB_TCP_ACK, part);
    }
    write_segment(&c, 0, BB_TCP_FIN | BB_TCP_ACK, nothing);
    write_segment(&c, 1, BB_TCP_FIN | BB_TCP_ACK, nothing);
    write_segment(&c, 0, BB_TCP_ACK, nothing);
}
