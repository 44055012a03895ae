#include "duel.h"

#include <brickbat/target.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "shim/clock.h"

enum { MAX_BYTES = 1 << 20, MAX_ROUNDS = 1000, PATH_BYTES = 1024 };

/* Nobody counts here. */
void bb_state(unsigned id)
{
    (void)id;
}

void bb_oracle_violated(const struct bb_oracle *oracle, const char *words)
{
    fprintf(stderr, "record: %s: %s\n", oracle->name, words);
    abort();
}

static int receive(void *user, uint8_t *ret_bytes, size_t size)
{
    struct duel_wire *in = ((struct duel_ends *)user)->in;
    size_t len = in->bytes.len - in->taken;
    if (len == 0)
        return ENDPOINT_NOTHING;
    const uint8_t *from = in->bytes.ptr + in->taken;
    if (in->is_datagram) {
        len = (size_t)from[0] << 8 | from[1];
        from += 2;
        in->taken += 2;
    }
    size_t n = len < size ? len : size;
    memcpy(ret_bytes, from, n);
    in->taken += in->is_datagram ? len : n;
    return (int)n;
}

static bool never_times_out(void *user)
{
    (void)user;
    return false;
}

static void sent(void *user, struct bb_bytes bytes)
{
    struct duel_wire *out = ((struct duel_ends *)user)->out;
    const uint8_t head[] = {(uint8_t)(bytes.len >> 8), (uint8_t)bytes.len};
    if (out->is_datagram && !bb_buf_append(&out->bytes, bb_bytes_of(head, sizeof head)))
        abort();
    if (!bb_buf_append(&out->bytes, bytes))
        abort();
}

/* Counts what moves: when it stands still, both wait. */
static size_t moved(const struct duel *duel)
{
    return duel->to_server.bytes.len + duel->to_client.bytes.len + duel->to_server.taken +
           duel->to_client.taken;
}

static void talk(struct duel *duel)
{
    enum endpoint_progress client_is = ENDPOINT_WAITS, server_is = ENDPOINT_WAITS;
    size_t before = SIZE_MAX, now = 0;
    for (int i = 0; i < MAX_ROUNDS && before != now; i++) {
        before = now;
        client_is = client_is == ENDPOINT_WAITS ? endpoint_run(duel->client) : client_is;
        server_is = server_is == ENDPOINT_WAITS ? endpoint_run(duel->server) : server_is;
        now = moved(duel);
    }
    duel->has_ended = client_is == ENDPOINT_ENDED && server_is == ENDPOINT_ENDED;
}

void duel_fight(struct duel *ret_duel, const struct endpoint_setup *server,
                const struct endpoint_setup *client, bool is_datagram)
{
    struct duel *duel = ret_duel;
    *duel = (struct duel){
        .to_server = {.bytes = BB_BUF_INIT(MAX_BYTES), .is_datagram = is_datagram},
        .to_client = {.bytes = BB_BUF_INIT(MAX_BYTES), .is_datagram = is_datagram},
        .server_ends = {&duel->to_server, &duel->to_client},
        .client_ends = {&duel->to_client, &duel->to_server},
    };
    const struct endpoint_io server_io = {receive, never_times_out, sent, &duel->server_ends};
    const struct endpoint_io client_io = {receive, never_times_out, sent, &duel->client_ends};
    bb_shim_clock_reset();
    duel->server = endpoint_open(server, &server_io);
    duel->client = endpoint_open(client, &client_io);
    talk(duel);
}

void duel_free(struct duel *duel)
{
    endpoint_close(duel->client);
    endpoint_close(duel->server);
    bb_buf_free(&duel->to_server.bytes);
    bb_buf_free(&duel->to_client.bytes);
}

bool duel_write(const struct duel_wire *wire, const char *corpus, const char *target,
                const char *name)
{
    char path[PATH_BYTES];
    struct bb_err err = {0};
    snprintf(path, sizeof path, "%s/%s", corpus, target);
    enum bb_status status = bb_dir_make(path, &err);
    snprintf(path, sizeof path, "%s/%s/%s", corpus, target, name);
    if (status == BB_OK)
        status = bb_file_write(path, bb_buf_bytes(&wire->bytes), &err);
    if (status != BB_OK)
        fprintf(stderr, "record: %s\n", err.what);
    return status == BB_OK;
}
