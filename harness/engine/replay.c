/*
 * The stand-alone driver: runs a target over files, one after the other in this process, with any
 * compiler and without an engine.
 *
 *     TARGET [--timeout-ms N] [--rss-limit-mb N] [--repeat N] FILE...     "-" is standard input
 *     TARGET --info                                  one line of JSON about the target
 *     TARGET --serve                                 a fork server on standard input (serve.h)
 *
 * After each file: "replay: FILE: ok, N bytes" on standard error; at the end how often
 * each oracle was evaluated.
 *
 * Exit code 0 if nothing was found; 2 usage, or a file that cannot be read (the others still run);
 * 70 time limit; 71 memory limit; 72 violated oracle; 73 remote denial of service; 77 sanitizer
 * report, leaks included.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "engine/leaks.h"
#include "engine/once.h"
#include "engine/oracle.h"
#include "engine/serve.h"
#include "engine/stop.h"

enum { INPUT_MAX_BYTES = 64 << 20, DEFAULT_TIMEOUT_MS = 25000 };

int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak));

struct options {
    struct bb_limits limits;
    unsigned repeat;
    bool info;
    bool serve;
};

static void print_info(void)
{
    printf("{\"name\": \"%s\", \"protocol\": \"%s\", \"grammar\": \"%s\", \"parser\": \"%s\", "
           "\"version\": \"%s\", \"variant\": \"%s\", \"engine\": \"%s\", \"max_len\": %zu}\n",
           bb_target.name, bb_target.protocol, bb_target.grammar_name, bb_target.parser,
           bb_target.version, bb_target.variant, bb_target.engine, bb_target.max_len);
}

static int usage(const char *program)
{
    fprintf(stderr,
            "usage: %s [--timeout-ms N] [--rss-limit-mb N] [--repeat N] FILE...\n"
            "       %s --info | --serve\n",
            program, program);
    return BB_STOP_CANNOT_READ;
}

static bool parse_number(const char *text, unsigned *ret_number)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || number > 1000 * 1000 * 1000)
        return false;
    *ret_number = (unsigned)number;
    return true;
}

static bool parse_options(int argc, char **argv, struct options *ret_options)
{
    static const struct option known[] = {
        {"timeout-ms", required_argument, NULL, 't'},
        {"rss-limit-mb", required_argument, NULL, 'm'},
        {"repeat", required_argument, NULL, 'r'},
        {"info", no_argument, NULL, 'i'},
        {"serve", no_argument, NULL, 's'},
        {0},
    };
    bool good = true;
    for (int option; good && (option = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        switch (option) {
        case 't': good = parse_number(optarg, &ret_options->limits.timeout_ms); break;
        case 'm': good = parse_number(optarg, &ret_options->limits.rss_mb); break;
        case 'r': good = parse_number(optarg, &ret_options->repeat); break;
        case 'i': ret_options->info = true; break;
        case 's': ret_options->serve = true; break;
        default: good = false;
        }
    }
    return good && (ret_options->info || ret_options->serve || optind < argc);
}

static bool run_file(const char *path, const struct options *options)
{
    struct bb_buf input = BB_BUF_INIT(INPUT_MAX_BYTES);
    struct bb_err err = {0};
    bool is_read = bb_file_read(path, &input, &err) == BB_OK;
    if (is_read) {
        for (unsigned i = 0; i < options->repeat; i++)
            bb_run_once(bb_buf_bytes(&input), &options->limits);
        bb_leaks_check(path);
        fprintf(stderr, "replay: %s: ok, %zu bytes\n", path, input.len);
    } else {
        fprintf(stderr, "replay: %s\n", err.what);
    }
    bb_buf_free(&input);
    return is_read;
}

static void print_oracle(const struct bb_oracle *oracle)
{
    fprintf(stderr, "replay: oracle %s evaluated %llu times\n", oracle->name,
            (unsigned long long)oracle->evaluations);
}

/* Weak: a reproducer (brickbat finding --export) has its own. */
__attribute__((weak)) int main(int argc, char **argv)
{
    struct options options = {.limits = {.timeout_ms = DEFAULT_TIMEOUT_MS,
                                         .rss_mb = BB_SERVE_DEFAULT_RSS_MB},
                              .repeat = 1};
    if (!parse_options(argc, argv, &options))
        return usage(argv[0]);
    if (options.info) {
        print_info();
        return 0;
    }
    if (LLVMFuzzerInitialize)
        LLVMFuzzerInitialize(&argc, &argv);
    if (options.serve)
        return bb_serve();
    int exit_code = 0;
    for (int i = optind; i < argc; i++)
        if (!run_file(argv[i], &options))
            exit_code = BB_STOP_CANNOT_READ;
    bb_oracle_each(print_oracle);
    return exit_code;
}
