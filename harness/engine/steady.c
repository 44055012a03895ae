#include "engine/steady.h"

#include <brickbat/target.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "engine/edge_flags.h"

enum { REPEATS = 100, MAX_INPUTS = 100000, INPUT_MAX_BYTES = 64 << 20, LOOK_EACH = 256 };

struct inputs {
    struct bb_buf *items; /* owned */
    size_t n;
};

static bool read_inputs(FILE *list, struct inputs *inputs)
{
    char *line = NULL;
    size_t size = 0;
    bool good = true;
    inputs->items = calloc(MAX_INPUTS, sizeof *inputs->items);
    while (good && inputs->items && inputs->n < MAX_INPUTS && getline(&line, &size, list) > 0) {
        struct bb_buf *input = &inputs->items[inputs->n++];
        line[strcspn(line, "\n")] = '\0';
        *input = BB_BUF_INIT(INPUT_MAX_BYTES);
        good = bb_file_read(line, input, NULL) == BB_OK;
        if (!good)
            fprintf(stderr, "cannot read '%s'\n", line);
    }
    free(line);
    return good && inputs->n > 0;
}

static void run(const struct bb_buf *input)
{
    LLVMFuzzerTestOneInput(input->ptr, input->len);
}

/* The edges of one run. */
static void record(const struct bb_buf *input, bool *ret_edges)
{
    memset(bb_edge_flags.set, 0, bb_edge_flags.n);
    run(input);
    memcpy(ret_edges, bb_edge_flags.set, bb_edge_flags.n);
}

static bool is_stable(const struct bb_buf *input, bool *second, bool *again,
                      bool *ret_first_differs)
{
    bool stable = true;
    record(input, again);
    record(input, second);
    *ret_first_differs = memcmp(again, second, bb_edge_flags.n) != 0;
    for (unsigned i = 2; i < REPEATS && stable; i++) {
        record(input, again);
        stable = memcmp(again, second, bb_edge_flags.n) == 0;
    }
    return stable;
}

static size_t resident_kib(void)
{
    unsigned long pages = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (file && fscanf(file, "%lu %lu", &pages, &resident) != 2)
        resident = 0;
    if (file)
        fclose(file);
    return resident * (size_t)sysconf(_SC_PAGESIZE) / 1024;
}

/* Runs all inputs in turns; returns how many runs that were. */
static uint64_t run_long(const struct inputs *inputs, uint64_t runs, clock_t until)
{
    uint64_t done = 0;
    while (done < runs && (done % LOOK_EACH || clock() < until))
        run(&inputs->items[done++ % inputs->n]);
    return done;
}

static void print_memory(const struct inputs *inputs, uint64_t runs, unsigned seconds)
{
    clock_t began = clock(), share = (clock_t)seconds * CLOCKS_PER_SEC / 10;
    uint64_t done = run_long(inputs, runs / 10, began + share);
    size_t before_kib = resident_kib();
    done += run_long(inputs, runs - done, began + 10 * share);
    printf("\"runs\": %" PRIu64 ", \"before_kib\": %zu, \"after_kib\": %zu}\n", done, before_kib,
           resident_kib());
}

bool bb_steady_check(FILE *list, uint64_t runs, unsigned seconds)
{
    struct inputs inputs = {0};
    bool *second = malloc(bb_edge_flags.n), *again = malloc(bb_edge_flags.n);
    bool good = read_inputs(list, &inputs) && second && again;
    size_t unstable = 0, first_differs = 0;
    for (size_t i = 0; good && i < inputs.n; i++) {
        bool differs;
        unstable += !is_stable(&inputs.items[i], second, again, &differs);
        first_differs += differs;
    }
    if (good) {
        printf("{\"inputs\": %zu, \"repeats\": %d, \"unstable\": %zu, \"first_differs\": %zu, ",
               inputs.n, REPEATS, unstable, first_differs);
        print_memory(&inputs, runs, seconds);
    }
    for (size_t i = 0; i < inputs.n; i++)
        bb_buf_free(&inputs.items[i]);
    free(inputs.items);
    free(second);
    free(again);
    return good;
}
