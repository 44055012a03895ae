/*
 * planted_generate PARSER SEED N DIR: writes N inputs that crash planted_PARSER, evenly over its
 * bugs and the ways to each, as DIR/BUG.WAY.NUMBER. The same seed makes the same files.
 * planted_generate PARSER: how many bugs it has.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "tests/planted/generate.h"

enum { MAX_INPUT = 1 << 17 };

static const struct parser {
    const char *name;
    const struct planted_bug *bugs;
} parsers[] = {
    {"meter", planted_meter_bugs},
    {"blob", planted_blob_bugs},
    {"session", planted_session_bugs},
    {"nested", planted_nested_bugs},
};

static const struct planted_bug *find_bugs(const char *parser)
{
    for (size_t i = 0; i < sizeof parsers / sizeof *parsers; i++)
        if (strcmp(parser, parsers[i].name) == 0)
            return parsers[i].bugs;
    return NULL;
}

static enum bb_status write_input(const char *dir, const struct planted_bug *bug, unsigned way,
                                  unsigned long number, const struct bb_buf *input,
                                  struct bb_err *err)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.%u.%lu", dir, bug->name, way, number);
    if (input->failed)
        return BB_FAIL(err, BB_LIMIT, "'%s' is too long", path);
    return bb_file_create(path, bb_buf_bytes(input), err);
}

static enum bb_status generate(const struct planted_bug *bugs, uint64_t seed, unsigned long n,
                               const char *dir, struct bb_err *err)
{
    struct bb_buf input = BB_BUF_INIT(MAX_INPUT);
    struct bb_rng rng;
    enum bb_status status = bb_dir_make(dir, err);
    const struct planted_bug *bug = bugs;
    bb_rng_seed(&rng, seed);
    for (unsigned long i = 0, round = 0; i < n && status == BB_OK; i++) {
        unsigned way = (unsigned)(round % bug->ways);
        bb_buf_reset(&input);
        bug->make(&rng, way, &input);
        status = write_input(dir, bug, way, i, &input, err);
        if (!(++bug)->name) {
            bug = bugs;
            round++;
        }
    }
    bb_buf_free(&input);
    return status;
}

static int print_count(const struct planted_bug *bugs)
{
    int n = 0;
    while (bugs[n].name)
        n++;
    printf("%d\n", n);
    return 0;
}

int main(int argc, char **argv)
{
    struct bb_err err = {0};
    const struct planted_bug *bugs = argc == 2 || argc == 5 ? find_bugs(argv[1]) : NULL;
    if (!bugs) {
        fprintf(stderr, "usage: planted_generate meter|blob|session|nested [SEED N DIR]\n");
        return 2;
    }
    if (argc == 2)
        return print_count(bugs);
    if (generate(bugs, strtoull(argv[2], NULL, 10), strtoul(argv[3], NULL, 10), argv[4], &err) !=
        BB_OK) {
        fprintf(stderr, "planted_generate: %s\n", err.what);
        return 3;
    }
    return 0;
}
