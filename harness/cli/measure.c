#include "cli/measure.h"

#include <time.h>

enum { LIFTS = 3, TREE_BYTES_FACTOR = 256, MIN_TREE_BYTES = 1 << 20 };

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

enum bb_status bb_measure(const struct bb_grammar *grammar, struct bb_bytes bytes,
                          struct bb_tree *tree, struct bb_measured *ret_measured)
{
    uint64_t fastest = UINT64_MAX;
    tree->arena.max_bytes = MIN_TREE_BYTES + bytes.len * TREE_BYTES_FACTOR;
    for (int i = 0; i < LIFTS; i++) {
        uint64_t began = now_ns();
        enum bb_status status = bb_lift(grammar, bytes, tree, NULL);
        uint64_t took = now_ns() - began;
        if (status != BB_OK)
            return status;
        fastest = took < fastest ? took : fastest;
    }
    struct bb_lift_stats stats = bb_tree_stats(tree, bytes.len);
    *ret_measured = (struct bb_measured){
        .messages = 1,
        .bytes = bytes.len,
        .raw_bytes = stats.raw_bytes < bytes.len ? stats.raw_bytes : bytes.len,
        .nodes = stats.nodes,
        .lies = stats.lies,
        .lift_ns = fastest,
    };
    return BB_OK;
}

void bb_measured_add(struct bb_measured *sum, const struct bb_measured *one)
{
    sum->messages += one->messages;
    sum->bytes += one->bytes;
    sum->raw_bytes += one->raw_bytes;
    sum->nodes += one->nodes;
    sum->lies += one->lies;
    sum->lift_ns += one->lift_ns;
}

double bb_measured_share(const struct bb_measured *measured)
{
    if (measured->bytes == 0)
        return 1;
    return (double)(measured->bytes - measured->raw_bytes) / (double)measured->bytes;
}
