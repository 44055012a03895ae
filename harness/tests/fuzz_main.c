/*
 * fuzz_main RUNS FILE...: drives a fuzz target where there is no libFuzzer. Each file once as it
 * is, then RUNS changed ones. The same arguments give the same inputs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/rng.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_BYTES_MAX = 16384, CHANGES_MAX = 8 };

struct input {
    uint8_t bytes[INPUT_BYTES_MAX];
    size_t size;
};

static bool load(const char *path, struct input *ret_input)
{
    struct bb_buf contents = BB_BUF_INIT(1 << 24);
    struct bb_err err;
    if (bb_file_read(path, &contents, &err) != BB_OK) {
        fprintf(stderr, "fuzz_main: %s\n", err.what);
        bb_buf_free(&contents);
        return false;
    }
    ret_input->size = contents.len < INPUT_BYTES_MAX ? contents.len : INPUT_BYTES_MAX;
    if (ret_input->size)
        memcpy(ret_input->bytes, contents.ptr, ret_input->size);
    bb_buf_free(&contents);
    return true;
}

static void remove_range(struct bb_rng *rng, struct input *input)
{
    size_t at = bb_rng_below(rng, input->size);
    size_t n = 1 + bb_rng_below(rng, input->size - at);
    memmove(input->bytes + at, input->bytes + at + n, input->size - at - n);
    input->size -= n;
}

/* Overwrites a part with a part of another input. */
static void splice(struct bb_rng *rng, struct input *input, const struct input *other)
{
    if (other->size == 0)
        return;
    size_t to = bb_rng_below(rng, input->size);
    size_t from = bb_rng_below(rng, other->size);
    size_t room = INPUT_BYTES_MAX - to;
    size_t most = other->size - from < room ? other->size - from : room;
    size_t n = 1 + bb_rng_below(rng, most);
    memcpy(input->bytes + to, other->bytes + from, n);
    if (to + n > input->size)
        input->size = to + n;
}

static void change(struct bb_rng *rng, struct input *input, const struct input *other)
{
    if (input->size == 0)
        return;
    switch (bb_rng_below(rng, 4)) {
    case 0: input->bytes[bb_rng_below(rng, input->size)] = (uint8_t)bb_rng_next(rng); break;
    case 1: remove_range(rng, input); break;
    case 2: splice(rng, input, other); break;
    default: input->size = bb_rng_below(rng, input->size); break;
    }
}

/* On the heap and of the exact size, so that the sanitizers see every byte read beyond it. */
static void run(const struct input *input)
{
    uint8_t *copy = malloc(input->size ? input->size : 1);
    if (!copy)
        abort();
    memcpy(copy, input->bytes, input->size);
    LLVMFuzzerTestOneInput(copy, input->size);
    free(copy);
}

static void run_changed(struct bb_rng *rng, const struct input *inputs, size_t n)
{
    struct input input = inputs[bb_rng_below(rng, n)];
    for (uint64_t changes = 1 + bb_rng_below(rng, CHANGES_MAX); changes; changes--)
        change(rng, &input, &inputs[bb_rng_below(rng, n)]);
    run(&input);
}

int main(int argc, char **argv)
{
    struct bb_rng rng;
    uint64_t runs = 0;
    if (argc < 3 || bb_number_parse(argv[1], 1, UINT32_MAX, &runs, NULL) != BB_OK) {
        fputs("usage: fuzz_main RUNS FILE...\n", stderr);
        return 2;
    }
    size_t n = (size_t)argc - 2;
    struct input *inputs = calloc(n, sizeof *inputs);
    if (!inputs)
        return 2;
    for (size_t i = 0; i < n; i++) {
        if (!load(argv[i + 2], &inputs[i]))
            return 2;
        run(&inputs[i]);
    }
    bb_rng_seed(&rng, 1);
    for (uint64_t i = 0; i < runs; i++)
        run_changed(&rng, inputs, n);
    free(inputs);
    printf("%llu inputs ran\n", (unsigned long long)(runs + n));
    return 0;
}
