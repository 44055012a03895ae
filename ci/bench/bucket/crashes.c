/*
 * crashes BINARY DIR N SEED INPUT...: makes N different inputs that crash a target, in DIR, by
 * changing some bytes of crashing ones. Mutants that do not crash are thrown away. Fewer than N if
 * a hundred times as many mutants do not give them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/rng.h"
#include "base/sha1.h"
#include "campaign/replay.h"

enum { MAX_SEEDS = 16, MAX_INPUT = 1 << 16, MOST_CHANGES = 6, MOST_MORE = 48, TRIES_EACH = 100 };

struct maker {
    struct bb_replay_server *server;
    const char *folder;
    struct bb_rng rng;
    struct bb_buf seeds[MAX_SEEDS];
    size_t n_seeds;
};

static void fail(const struct bb_err *err)
{
    fprintf(stderr, "crashes: %s\n", err->what);
    exit(3);
}

/* A few bytes changed; one in four gets more at its end, one in eight is cut. */
static void mutate(struct maker *maker, struct bb_buf *ret_input)
{
    const struct bb_buf *seed = &maker->seeds[bb_rng_below(&maker->rng, maker->n_seeds)];
    bb_buf_reset(ret_input);
    bb_buf_append(ret_input, bb_buf_bytes(seed));
    for (uint64_t n = 1 + bb_rng_below(&maker->rng, MOST_CHANGES); n > 0 && ret_input->len; n--)
        ret_input->ptr[bb_rng_below(&maker->rng, ret_input->len)] =
            (uint8_t)bb_rng_below(&maker->rng, 256);
    if (bb_rng_below(&maker->rng, 4) == 0)
        for (uint64_t n = bb_rng_below(&maker->rng, MOST_MORE); n > 0; n--)
            bb_buf_append_byte(ret_input, (uint8_t)bb_rng_below(&maker->rng, 256));
    else if (bb_rng_below(&maker->rng, 8) == 0 && ret_input->len > 1)
        ret_input->len = 1 + bb_rng_below(&maker->rng, ret_input->len - 1);
}

/* True if it crashes, and is on disk under the name of its hash now; not if it was there. */
static bool keep(struct maker *maker, struct bb_bytes input)
{
    char name[BB_SHA1_TEXT_SIZE];
    char path[4096];
    struct bb_err err = {0};
    struct bb_replay replay;
    bb_sha1(input, name);
    snprintf(path, sizeof path, "%s/crash-%s", maker->folder, name);
    FILE *known = fopen(path, "re");
    if (known) {
        fclose(known);
        return false;
    }
    if (bb_replay_server_brief(maker->server, input, &replay, &err) != BB_OK)
        fail(&err);
    bool crashes = replay.outcome == BB_REPLAY_CRASH;
    bb_replay_free(&replay);
    if (crashes && bb_file_write(path, input, &err) != BB_OK)
        fail(&err);
    return crashes;
}

int main(int argc, char **argv)
{
    struct maker maker = {0};
    struct bb_err err = {0};
    struct bb_buf input = BB_BUF_INIT(MAX_INPUT);
    if (argc < 6 || argc - 5 > MAX_SEEDS) {
        fprintf(stderr, "usage: crashes BINARY DIR N SEED INPUT...\n");
        return 2;
    }
    const struct bb_replay_options options = {.binary = argv[1], .timeout_ms = 5000};
    unsigned long wanted = strtoul(argv[3], NULL, 10);
    maker.folder = argv[2];
    bb_rng_seed(&maker.rng, strtoull(argv[4], NULL, 10));
    for (int i = 5; i < argc; i++) {
        maker.seeds[maker.n_seeds] = BB_BUF_INIT(MAX_INPUT);
        if (bb_file_read(argv[i], &maker.seeds[maker.n_seeds++], &err) != BB_OK)
            fail(&err);
    }
    if (bb_replay_server_start(&options, &maker.server, &err) != BB_OK)
        fail(&err);
    unsigned long made = 0;
    for (unsigned long tries = 0; made < wanted && tries < wanted * TRIES_EACH; tries++) {
        mutate(&maker, &input);
        made += keep(&maker, bb_buf_bytes(&input));
    }
    bb_replay_server_stop(maker.server);
    for (size_t i = 0; i < maker.n_seeds; i++)
        bb_buf_free(&maker.seeds[i]);
    bb_buf_free(&input);
    printf("%lu\n", made);
    return 0;
}
