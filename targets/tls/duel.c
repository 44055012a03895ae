#include "duel.h"

#include <brickbat/target.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "shim/clock.h"

enum {
    MAX_BYTES = 1 << 20,
    MAX_ROUNDS = 1000,
    MAX_SILENCES = 12, /* after which timers run out */
    PATH_BYTES = 1024,
    LOST = 0x4a, /* the datagrams 1, 3 and 6 of each end */
};

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

bool bb_is_passed_over(const char *name)
{
    (void)name;
    return true;
}

static int receive(void *user, uint8_t *ret_bytes, size_t size)
{
    struct duel_wire *in = ((struct duel_ends *)user)->in;
    size_t len = in->bytes.len - in->taken;
    if (len == 0)
        return ENDPOINT_NOTHING;
    const uint8_t *from = in->bytes.ptr + in->taken;
    if (in->network != DUEL_STREAM) {
        len = (size_t)from[0] << 8 | from[1];
        from += 2;
        in->taken += 2;
    }
    size_t n = len < size ? len : size;
    memcpy(ret_bytes, from, n);
    in->taken += in->network != DUEL_STREAM ? len : n;
    return (int)n;
}

static void append(struct duel_wire *wire, struct bb_bytes bytes)
{
    const uint8_t head[] = {(uint8_t)(bytes.len >> 8), (uint8_t)bytes.len};
    if (wire->network != DUEL_STREAM &&
        !bb_buf_append(&wire->bytes, bb_bytes_of(head, sizeof head)))
        abort();
    if (!bb_buf_append(&wire->bytes, bytes))
        abort();
}

static bool times_out(void *user)
{
    struct duel_ends *ends = user;
    if (!ends->may_time_out)
        return false;
    ends->may_time_out = false;
    append(ends->in, (struct bb_bytes){0});
    ends->in->taken = ends->in->bytes.len;
    return true;
}

/* The latest datagram goes before the one before it. */
static void swap(struct duel_wire *wire, size_t before, size_t latest)
{
    size_t len = wire->bytes.len - latest;
    uint8_t *copy = malloc(len);
    if (!copy)
        abort();
    memcpy(copy, wire->bytes.ptr + latest, len);
    memmove(wire->bytes.ptr + before + len, wire->bytes.ptr + before, latest - before);
    memcpy(wire->bytes.ptr + before, copy, len);
    free(copy);
}

static void sent(void *user, struct bb_bytes bytes)
{
    struct duel_wire *out = ((struct duel_ends *)user)->out;
    size_t before = out->last, latest = out->bytes.len;
    unsigned n = out->n_sent++;
    if (out->network == DUEL_LOSING && n < 32 && (unsigned)LOST >> n & 1)
        return;
    append(out, bytes);
    if (out->network == DUEL_DOUBLING)
        append(out, bytes);
    if (out->network == DUEL_SWAPPING && n % 2 == 1 && out->taken <= before)
        swap(out, before, latest);
    out->last = latest;
}

/* Counts what moves: when it stands still, both wait. */
static size_t moved(const struct duel *duel)
{
    return duel->to_server.bytes.len + duel->to_client.bytes.len + duel->to_server.taken +
           duel->to_client.taken;
}

/* Nobody has anything to say: true if timers may run out now. */
static bool is_silence_over(struct duel *duel, unsigned *n_silences)
{
    enum duel_network network = duel->to_server.network;
    if (network == DUEL_STREAM || network == DUEL_DATAGRAMS || (*n_silences)++ == MAX_SILENCES)
        return false;
    duel->client_ends.may_time_out = duel->server_ends.may_time_out = true;
    return true;
}

static void talk(struct duel *duel)
{
    enum endpoint_progress client_is = ENDPOINT_WAITS, server_is = ENDPOINT_WAITS;
    size_t before = SIZE_MAX, now = 0;
    unsigned n_silences = 0;
    for (int i = 0; i < MAX_ROUNDS; i++) {
        if (before == now && !is_silence_over(duel, &n_silences))
            break;
        before = now;
        client_is = client_is == ENDPOINT_WAITS ? endpoint_run(duel->client) : client_is;
        server_is = server_is == ENDPOINT_WAITS ? endpoint_run(duel->server) : server_is;
        now = moved(duel);
    }
    duel->has_ended = client_is == ENDPOINT_ENDED && server_is == ENDPOINT_ENDED;
}

void duel_fight(struct duel *ret_duel, const struct endpoint_setup *server,
                const struct endpoint_setup *client, enum duel_network network)
{
    struct duel *duel = ret_duel;
    *duel = (struct duel){
        .to_server = {.bytes = BB_BUF_INIT(MAX_BYTES), .network = network},
        .to_client = {.bytes = BB_BUF_INIT(MAX_BYTES), .network = network},
        .server_ends = {&duel->to_server, &duel->to_client, false},
        .client_ends = {&duel->to_client, &duel->to_server, false},
    };
    const struct endpoint_io server_io = {receive, times_out, sent, &duel->server_ends};
    const struct endpoint_io client_io = {receive, times_out, sent, &duel->client_ends};
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

static bool write_bytes(const struct duel_wire *wire, const struct duel_seed *seed)
{
    char path[PATH_BYTES];
    struct bb_err err = {0};
    snprintf(path, sizeof path, "%s/%s", seed->corpus, seed->target);
    enum bb_status status = bb_dir_make(path, &err);
    snprintf(path, sizeof path, "%s/%s/%s", seed->corpus, seed->target, seed->name);
    if (status == BB_OK)
        status = bb_file_write(path, bb_buf_bytes(&wire->bytes), &err);
    if (status != BB_OK)
        fprintf(stderr, "record: %s\n", err.what);
    return status == BB_OK;
}

bool duel_write(const struct duel_wire *wire, const struct duel_seed *seed)
{
    bool is_right = seed->is_complete == seed->should_be;
    if (!is_right)
        fprintf(stderr, "record: %s, %s: the connection is %s\n", seed->target, seed->name,
                seed->is_complete ? "not refused" : "not completed");
    return write_bytes(wire, seed) && is_right;
}
