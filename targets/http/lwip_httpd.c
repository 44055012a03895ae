/*
 * http_lwip_httpd: lwIP's web server, behind a connection that loses nothing (lwip_pipe.h), with a
 * small site (lwip_site.h).
 *
 * Input: what one client sends, requests back to back. It arrives in pieces, as for
 * http_libmicrohttpd (pieces.h); after each one the client acknowledges what it got and half a
 * second passes. A client whose last byte is a line feed hangs up, any other one falls silent.
 */
#include <brickbat/target.h>

#include <lwip/tcp.h>

#include "lwip_device.h"
#include "lwip_pipe.h"
#include "lwip_site.h"
#include "pieces.h"

enum {
    SENT_MAX_BYTES = 1 << 20,
    SILENT_TICKS = 64, /* the server polls each second tick, and gives up at the fourth time */
    STATUS_LEN = 12,
    STATE_STATUS = 256,
};

struct client {
    size_t bytes; /* received, of all responses */
    uint8_t status[STATUS_LEN];
};

static void on_write(void *context, struct bb_bytes bytes)
{
    struct client *client = context;
    for (size_t i = 0; i < bytes.len && client->bytes + i < STATUS_LEN; i++)
        client->status[client->bytes + i] = bytes.ptr[i];
    client->bytes += bytes.len;
    BB_ORACLE(answers_bounded, client->bytes <= SENT_MAX_BYTES, "the server sends and sends");
}

static bool is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

/* The start of the first response, if it is not one to HTTP/0.9, which has no header. */
static void check_status(const struct client *client)
{
    const uint8_t *status = client->status;
    if (client->bytes < STATUS_LEN || memcmp(status, "HTTP/", 5) != 0)
        return;
    BB_ORACLE(status_line,
              status[5] == '1' && status[6] == '.' && is_digit(status[7]) && status[8] == ' ' &&
                  is_digit(status[9]) && is_digit(status[10]) && is_digit(status[11]),
              "a response begins without a status");
    bb_state(STATE_STATUS + (status[9] - '0') * 10u + status[11] - '0');
}

static void leave(struct bb_bytes input)
{
    if (input.len > 0 && input.ptr[input.len - 1] == '\n')
        lwip_pipe_hang_up();
    for (int i = 0; i < SILENT_TICKS && lwip_pipe_is_open(); i++) {
        lwip_pipe_acknowledge();
        lwip_pipe_tick();
    }
    BB_ORACLE(connection_is_closed, !lwip_pipe_is_open(),
              "the client is gone or silent, and the connection stays open");
    lwip_pipe_acknowledge();
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    lwip_device_prepare();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct client client = {0};
    struct bb_bytes rest = bb_bytes_of(data, size), piece;
    lwip_device_begin();
    lwip_pipe_reset(on_write, &client);
    lwip_site_begin(rest);
    lwip_site_start();
    lwip_pipe_accept();
    while (lwip_pipe_is_open() && piece_take(&rest, &piece)) {
        lwip_pipe_deliver(piece);
        lwip_pipe_acknowledge();
        lwip_pipe_tick();
    }
    leave(bb_bytes_of(data, size));
    lwip_site_end();
    check_status(&client);
    lwip_pipe_close();
    lwip_device_stop();
    lwip_device_end();
    return 0;
}
