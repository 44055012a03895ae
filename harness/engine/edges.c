/*
 * The driver of the edges build: counts exactly which edges of the parser and the target a list of
 * inputs reaches together. For benchmarks: one judge for the corpora of different engines.
 *
 *     TARGET [--points FILE] < LIST          LIST: "LABEL PATH" on each line
 *
 * Prints "LABEL EDGES" after each label that brought new edges, EDGES being those reached so far,
 * and at the end "all TOTAL", the edges that there are. --points writes the address of each edge
 * that was reached, one a line, for llvm-symbolizer. Each input runs in a process of its own that
 * is forked off the initialised target, so that nothing depends on the inputs before; what crashes
 * or takes more than INPUT_SECONDS counts nothing. The build has no sanitizers, and one flag for
 * each edge of clang's -fsanitize-coverage.
 */
#include <brickbat/target.h>

#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

enum { INPUT_MAX_BYTES = 64 << 20, INPUT_SECONDS = 5 };

int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak));
void __sanitizer_cov_bool_flag_init(bool *start, bool *end);
void __sanitizer_cov_pcs_init(const uintptr_t *start, const uintptr_t *end);

extern const char __executable_start;

/* The instrumented code's: the sections are one each, as there is one module. */
static bool *flags;
static size_t n_flags;
static const uintptr_t *points; /* pairs: address, kind */

static uint8_t *reached; /* of all inputs; shared with the children */

void __sanitizer_cov_bool_flag_init(bool *start, bool *end)
{
    flags = start;
    n_flags = (size_t)(end - start);
}

void __sanitizer_cov_pcs_init(const uintptr_t *start, const uintptr_t *end)
{
    (void)end;
    points = start;
}

static size_t count_reached(void)
{
    size_t n = 0;
    for (size_t i = 0; i < n_flags; i++)
        n += reached[i];
    return n;
}

/* In the child. */
static _Noreturn void run_input(const char *path)
{
    struct bb_buf input = BB_BUF_INIT(INPUT_MAX_BYTES);
    if (bb_file_read(path, &input, NULL) != BB_OK)
        _exit(EXIT_FAILURE);
    alarm(INPUT_SECONDS);
    memset(flags, 0, n_flags);
    LLVMFuzzerTestOneInput(input.ptr, input.len);
    for (size_t i = 0; i < n_flags; i++)
        reached[i] |= flags[i];
    _exit(EXIT_SUCCESS);
}

static bool fork_input(const char *path)
{
    int status;
    pid_t pid = fork();
    if (pid == 0)
        run_input(path);
    return pid > 0 && waitpid(pid, &status, 0) == pid;
}

static bool write_points(const char *path)
{
    FILE *file = fopen(path, "we");
    if (!file)
        return false;
    for (size_t i = 0; i < n_flags; i++)
        if (reached[i])
            fprintf(file, "0x%" PRIxPTR "\n", points[2 * i] - (uintptr_t)&__executable_start);
    return fclose(file) == 0;
}

static bool run_list(void)
{
    char *line = NULL, label[32] = "", path[PATH_MAX], now[32];
    size_t size = 0, before = 0;
    bool good = true;
    while (good && getline(&line, &size, stdin) > 0) {
        if (sscanf(line, "%31s %4095[^\n]", now, path) != 2)
            continue;
        size_t n = strcmp(now, label) == 0 ? before : count_reached();
        if (n > before)
            printf("%s %zu\n", label, before = n);
        strcpy(label, now);
        fflush(stdout);
        good = fork_input(path);
    }
    size_t n = count_reached();
    if (n > before)
        printf("%s %zu\n", label, n);
    free(line);
    return good;
}

int main(int argc, char **argv)
{
    const char *points_path = argc == 3 && strcmp(argv[1], "--points") == 0 ? argv[2] : NULL;
    if (argc != 1 && !points_path) {
        fprintf(stderr, "usage: %s [--points FILE] < LIST\n", argv[0]);
        return 2;
    }
    reached = mmap(NULL, n_flags, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (n_flags == 0 || reached == MAP_FAILED)
        return EXIT_FAILURE;
    if (LLVMFuzzerInitialize)
        LLVMFuzzerInitialize(&argc, &argv);
    bool good = run_list();
    printf("all %zu\n", n_flags);
    if (points_path)
        good = write_points(points_path) && good;
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
