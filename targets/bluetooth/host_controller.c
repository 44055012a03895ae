#include "host_controller.h"

#include <stdio.h>
#include <stdlib.h>

#include "host_packet.h"

#define PEER 0x66, 0x55, 0x44, 0x33, 0x22, 0x11

void host_must(bool good)
{
    if (good)
        return;
    fprintf(stderr, "bluetooth_bluez_record: something went wrong\n");
    exit(EXIT_FAILURE);
}

static void give(struct host_end *end, const void *packet, size_t len)
{
    host_must(bb_buf_append(&end->got, bb_bytes_of(packet, len)));
}

enum {
    COMMAND_COMPLETE = 0x0e,
    COMMAND_STATUS = 0x0f,
    LE_META = 0x3e,
    ENCRYPTION_CHANGE = 0x08,
    LE_CREATE_CONNECTION = 0x200d,
    LE_START_ENCRYPTION = 0x2019,
    LE_LTK_REPLY = 0x201a,
    CREATE_CONNECTION = 0x0405,
    ACCEPT_CONNECTION = 0x0409,
    AUTHENTICATION_REQUESTED = 0x0411,
};

void host_controller_complete(struct host_end *end, unsigned opcode)
{
    /* Features and an address for those commands that ask: the rest of a longer answer is not read.
     */
    uint8_t packet[] = {HOST_PACKET_EVENT,
                        COMMAND_COMPLETE,
                        12,
                        1,
                        opcode & 0xff,
                        opcode >> 8,
                        0,
                        0xff,
                        0xff,
                        0x8f,
                        0xfe,
                        0xdb,
                        0xff,
                        0x7b,
                        0x87};
    give(end, packet, sizeof packet);
}

static void status(struct host_end *end, unsigned opcode)
{
    uint8_t packet[] = {HOST_PACKET_EVENT, COMMAND_STATUS, 4, 0, 1, opcode & 0xff, opcode >> 8};
    give(end, packet, sizeof packet);
}

static void connection_complete(struct host_end *end, uint8_t role)
{
    uint8_t packet[] = {HOST_PACKET_EVENT,
                        LE_META,
                        19,
                        1,
                        0,
                        end->handle & 0xff,
                        end->handle >> 8,
                        role,
                        0,
                        0x66,
                        0x55,
                        0x44,
                        0x33,
                        0x22,
                        0x11,
                        0x28,
                        0,
                        0,
                        0,
                        0x2a,
                        0,
                        0};
    give(end, packet, sizeof packet);
}

/* --- BR/EDR --------------------------------------------------------------------------------------
 */

static void give_event(struct host_end *end, uint8_t code, const void *parameters, uint8_t len)
{
    uint8_t head[] = {HOST_PACKET_EVENT, code, len};
    give(end, head, sizeof head);
    give(end, parameters, len);
}

static void connection_request(struct host_end *end)
{
    const uint8_t request[] = {PEER, 0, 0, 0, 1};
    give_event(end, 0x04, request, sizeof request);
}

static void bredr_connection_complete(struct host_end *end)
{
    const uint8_t connected[] = {0, end->handle & 0xff, end->handle >> 8, PEER, 1, 0};
    give_event(end, 0x03, connected, sizeof connected);
}

/* Secure Simple Pairing by numeric comparison; the controllers do the rest among themselves. */
static void pair(struct host_end *end)
{
    static const uint8_t peer[] = {PEER}, capability[] = {PEER, 1, 0, 3},
                         number[] = {PEER, 1, 2, 3, 0}, paired[] = {0, PEER},
                         key[23] = {PEER, 7, 7, 7, [22] = 5};
    const uint8_t authenticated[] = {0, end->handle & 0xff, end->handle >> 8};
    give_event(end, 0x17, peer, sizeof peer); /* link key request */
    give_event(end, 0x31, peer, sizeof peer); /* I/O capability request */
    give_event(end, 0x32, capability, sizeof capability);
    give_event(end, 0x33, number, sizeof number); /* user confirmation request */
    give_event(end, 0x36, paired, sizeof paired); /* simple pairing complete */
    give_event(end, 0x18, key, sizeof key);       /* link key notification */
    give_event(end, 0x06, authenticated, sizeof authenticated);
}

static void pin(struct host_end *end)
{
    static const uint8_t peer[] = {PEER};
    give_event(end, 0x16, peer, sizeof peer);
}

static void key_request(struct host_end *end)
{
    uint8_t packet[] = {HOST_PACKET_EVENT,
                        LE_META,
                        13,
                        5,
                        end->handle & 0xff,
                        end->handle >> 8,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0};
    give(end, packet, sizeof packet);
}

static void encrypted(struct host_end *end)
{
    uint8_t packet[] = {HOST_PACKET_EVENT,  ENCRYPTION_CHANGE, 4, 0,
                        end->handle & 0xff, end->handle >> 8,  1};
    give(end, packet, sizeof packet);
}

static void on_command(struct host_end *end, struct host_end *other, unsigned opcode)
{
    switch (opcode) {
    case LE_CREATE_CONNECTION:
        status(end, opcode);
        connection_complete(other, 1);
        connection_complete(end, 0);
        break;
    case CREATE_CONNECTION:
        status(end, opcode);
        connection_request(other);
        break;
    case ACCEPT_CONNECTION:
        status(end, opcode);
        bredr_connection_complete(end);
        bredr_connection_complete(other);
        break;
    case AUTHENTICATION_REQUESTED:
        status(end, opcode);
        pair(other);
        pair(end);
        encrypted(other);
        encrypted(end);
        pin(end); /* a controller without Secure Simple Pairing asks this */
        break;
    case LE_START_ENCRYPTION:
        status(end, opcode);
        key_request(other);
        break;
    case LE_LTK_REPLY:
        host_controller_complete(end, opcode);
        encrypted(end);
        encrypted(other);
        break;
    default: host_controller_complete(end, opcode); break;
    }
}

/* The air: the other's handle, and that it is the first part of a frame. */
static void on_data(struct host_end *other, uint8_t *packet, size_t len)
{
    packet[1] = other->handle & 0xff;
    packet[2] = (uint8_t)(other->handle >> 8 | 2 << 4);
    give(other, packet, len);
}

void host_controller_take(struct host_end *end, struct host_end *other, uint8_t *packet, size_t len)
{
    if (packet[0] == HOST_PACKET_COMMAND)
        on_command(end, other, host_packet_u16(packet + 1));
    else if (packet[0] == HOST_PACKET_ACL)
        on_data(other, packet, len);
}
