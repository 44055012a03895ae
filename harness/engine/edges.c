/*
 * The driver of the edges build: counts exactly which edges of the parser and the target a list of
 * inputs reaches together. For benchmarks: one judge for the corpora of different engines.
 *
 *     TARGET [--points FILE] < LIST          LIST: "LABEL PATH" on each line
 *     TARGET --steady RUNS SECONDS < LIST    LIST: a path on each line; see engine/steady.h
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
#include "engine/edge_flags.h"
#include "engine/steady.h"

enum { INPUT_MAX_BYTES = 64 << 20, INPUT_SECONDS = 5 };

int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak));
extern const char __executable_start;

static uint8_t *reached; /* of all inputs; shared with the children */

static size_t count_reached(void)
{
    size_t n = 0;
    for (size_t i = 0; i < bb_edge_flags.n; i++)
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
    memset(bb_edge_flags.set, 0, bb_edge_flags.n);
    LLVMFuzzerTestOneInput(input.ptr, input.len);
    for (size_t i = 0; i < bb_edge_flags.n; i++)
        reached[i] |= bb_edge_flags.set[i];
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
    for (size_t i = 0; i < bb_edge_flags.n; i++)
        if (reached[i])
            fprintf(file, "0x%" PRIxPTR "\n",
                    bb_edge_flags.points[2 * i] - (uintptr_t)&__executable_start);
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

static int usage(const char *program)
{
    fprintf(stderr,
            "usage: %s [--points FILE] < LIST\n"
            "       %s --steady RUNS SECONDS < LIST\n",
            program, program);
    return 2;
}

static int count_edges(const char *points_path)
{
    reached =
        mmap(NULL, bb_edge_flags.n, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (reached == MAP_FAILED)
        return EXIT_FAILURE;
    bool good = run_list();
    printf("all %zu\n", bb_edge_flags.n);
    if (points_path)
        good = write_points(points_path) && good;
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    bool is_steady = argc == 4 && strcmp(argv[1], "--steady") == 0;
    const char *points_path = argc == 3 && strcmp(argv[1], "--points") == 0 ? argv[2] : NULL;
    if (argc != 1 && !points_path && !is_steady)
        return usage(argv[0]);
    if (bb_edge_flags.n == 0)
        return EXIT_FAILURE;
    if (LLVMFuzzerInitialize)
        LLVMFuzzerInitialize(&argc, &argv);
    if (!is_steady)
        return count_edges(points_path);
    return bb_steady_check(stdin, strtoull(argv[2], NULL, 10), (unsigned)atoi(argv[3]))
               ? EXIT_SUCCESS
               : EXIT_FAILURE;
}
