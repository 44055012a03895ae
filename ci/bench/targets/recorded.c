/*
 * Stands between libFuzzer and its custom mutator in the preset libfuzzer-recorded, so that one
 * loop can be timed with different mutators on the same inputs. The environment says how:
 *
 *     BENCH_MODE=record   our mutator, for BENCH_SECONDS of CPU time; what it returns is written to
 *                         BENCH_FILE
 *     BENCH_MODE=ours     our mutator, for BENCH_INPUTS inputs
 *     BENCH_MODE=raw      LLVMFuzzerMutate on a copy of the input, then the next one of BENCH_FILE
 *     BENCH_MODE=replay   the next one of BENCH_FILE at once
 *
 * At the end one line of JSON on standard output: inputs, bytes, and the CPU seconds from the first
 * call to the last one, in which all else that libFuzzer does is the same. Crossovers count, too.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"

enum { MAX_FILE_BYTES = 1 << 30, MAX_INPUT_BYTES = 1 << 20 };

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size,
                                 uint8_t *out, size_t max_size, unsigned seed);

/* engine/libfuzzer.c, renamed. */
size_t bb_custom_mutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t bb_custom_cross_over(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size,
                            uint8_t *out, size_t max_size, unsigned seed);

static enum { RECORD, OURS, RAW, REPLAY } mode;
static FILE *recording;
static struct bb_buf recorded;
static size_t at; /* in recorded */
static uint64_t n_wanted, n_inputs, n_bytes;
static double began_s, wanted_s;

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static _Noreturn void end(int code)
{
    double seconds = cpu_seconds() - began_s;
    if (recording)
        fclose(recording);
    dprintf(STDOUT_FILENO, "{\"inputs\": %" PRIu64 ", \"bytes\": %" PRIu64 ", \"cpu_s\": %.4f}\n",
            n_inputs, n_bytes, seconds);
    _exit(code);
}

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    if (value)
        return value;
    fprintf(stderr, "recorded: %s is not set\n", name);
    _exit(2);
}

static void begin(void)
{
    static const char *const modes[] = {"record", "ours", "raw", "replay"};
    const char *wanted = variable("BENCH_MODE"), *file = variable("BENCH_FILE");
    while (mode < REPLAY && strcmp(wanted, modes[mode]) != 0)
        mode++;
    n_wanted = mode == OURS ? strtoull(variable("BENCH_INPUTS"), NULL, 10) : UINT64_MAX;
    wanted_s = mode == RECORD ? atof(variable("BENCH_SECONDS")) : 0;
    recorded = BB_BUF_INIT(MAX_FILE_BYTES);
    if (mode == RECORD)
        recording = fopen(file, "we");
    if (mode == RECORD ? !recording : bb_file_read(file, &recorded, NULL) != BB_OK)
        _exit(2);
    began_s = cpu_seconds();
}

static bool is_over(void)
{
    switch (mode) {
    case RECORD: return cpu_seconds() - began_s >= wanted_s;
    case OURS: return n_inputs == n_wanted;
    case RAW:
    case REPLAY: return at == recorded.len;
    }
    return true;
}

/* Before each call. */
static void count_call(void)
{
    if (began_s == 0)
        begin();
    if (is_over())
        end(EXIT_SUCCESS);
}

/* After each call of ours. Nothing is recorded that libFuzzer does not run. */
static size_t pass_on(const uint8_t *data, size_t size)
{
    uint32_t n = (uint32_t)size;
    if (n == 0)
        return 0;
    n_inputs++;
    n_bytes += n;
    if (recording &&
        (fwrite(&n, sizeof n, 1, recording) != 1 || fwrite(data, 1, n, recording) != n))
        _exit(2);
    if (recording)
        fflush(recording); /* the next input may crash */
    return size;
}

static size_t hand_out(uint8_t *data, size_t max_size)
{
    uint32_t n;
    memcpy(&n, recorded.ptr + at, sizeof n);
    size_t size = n < max_size ? n : max_size;
    memcpy(data, recorded.ptr + at + sizeof n, size);
    at += sizeof n + n;
    n_inputs++;
    n_bytes += size;
    return size;
}

/* What libFuzzer would have done, thrown away. */
static void mutate_copy(const uint8_t *data, size_t size, size_t max_size)
{
    static uint8_t copy[MAX_INPUT_BYTES];
    memcpy(copy, data, size);
    LLVMFuzzerMutate(copy, size, max_size);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    count_call();
    if (mode <= OURS)
        return pass_on(data, bb_custom_mutator(data, size, max_size, seed));
    if (mode == RAW)
        mutate_copy(data, size, max_size);
    return hand_out(data, max_size);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size,
                                 uint8_t *out, size_t max_size, unsigned seed)
{
    count_call();
    if (mode <= OURS)
        return pass_on(out, bb_custom_cross_over(a, a_size, b, b_size, out, max_size, seed));
    if (mode == RAW)
        mutate_copy(a, a_size, max_size);
    return hand_out(out, max_size);
}
