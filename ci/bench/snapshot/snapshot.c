/*
 * Ways to put a parser's variables back (shim/snapshot.h), of which the shim's is `compare`:
 *
 *     copy      all of it, word by word, as the shim once did
 *     move      all of it, by the processor's own string copy (rep movsb)
 *     compare   blocks of 64 bytes; what differs is copied
 *     protect   pages are read-only until a run writes to them, which a signal handler notes
 *
 *     snapshot BYTES CHANGES REPEATS      prints a line for each: way, median of ns for one run,
 *                                         and for one in a process that was just forked for it
 *
 * A run writes to CHANGES places at random; writing counts, since it is where `protect` pays.
 * Between two runs 256 KB of other memory are used, as a parser would do.
 */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, OTHER_BYTES = 256 << 10, PLACES_MAX = 4096, PAGES_MAX = 4096 };

static uint8_t *variables, *saved;
static size_t bytes, changes, repeats;
static size_t places[PLACES_MAX];
static size_t touched[PAGES_MAX];
static volatile size_t touched_count;
static volatile uint8_t other[OTHER_BYTES];

typedef uint64_t vector __attribute__((vector_size(16), aligned(1), may_alias));

static void copy(void)
{
    volatile uint64_t *to = (volatile uint64_t *)variables;
    const volatile uint64_t *from = (const volatile uint64_t *)saved;
    for (size_t i = 0; i < bytes / sizeof *to; i++)
        to[i] = from[i];
}

static void move(void)
{
#ifdef __x86_64__
    void *to = variables;
    const void *from = saved;
    size_t n = bytes;
    __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(n)::"memory");
#else
    memcpy(variables, saved, bytes);
#endif
}

static void compare(void)
{
    for (size_t at = 0; at < bytes; at += 4 * sizeof(vector)) {
        vector *to = (vector *)(variables + at);
        const vector *from = (const vector *)(saved + at);
        vector differ =
            (to[0] ^ from[0]) | (to[1] ^ from[1]) | (to[2] ^ from[2]) | (to[3] ^ from[3]);
        if (!(differ[0] | differ[1]))
            continue;
        for (size_t i = 0; i < 4; i++)
            to[i] = from[i];
    }
}

static void note_page(int signal, siginfo_t *info, void *context)
{
    size_t page = (size_t)((uint8_t *)info->si_addr - variables) / PAGE;
    (void)signal;
    (void)context;
    touched[touched_count++] = page;
    mprotect(variables + page * PAGE, PAGE, PROT_READ | PROT_WRITE);
}

static void put_back_pages(void)
{
    for (size_t i = 0; i < touched_count; i++) {
        memcpy(variables + touched[i] * PAGE, saved + touched[i] * PAGE, PAGE);
        mprotect(variables + touched[i] * PAGE, PAGE, PROT_READ);
    }
    touched_count = 0;
}

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static uint64_t run(void (*put_back)(void))
{
    for (size_t i = 0; i < OTHER_BYTES; i += 64)
        other[i]++;
    for (size_t i = 0; i < changes; i++)
        places[i] = (size_t)rand() % bytes;
    uint64_t start = now_ns();
    for (size_t i = 0; i < changes; i++)
        variables[places[i]]++;
    put_back();
    return now_ns() - start;
}

/* As in a fork server: what is written to is copied first. */
static uint64_t run_forked(void (*put_back)(void))
{
    uint64_t took = 0;
    int ends[2];
    pid_t child = pipe(ends) == 0 ? fork() : -1;
    if (child == 0) {
        took = run(put_back);
        _exit(write(ends[1], &took, sizeof took) != sizeof took);
    }
    if (child < 0 || read(ends[0], &took, sizeof took) != sizeof took)
        exit(EXIT_FAILURE);
    waitpid(child, NULL, 0);
    close(ends[0]);
    close(ends[1]);
    return took;
}

static int by_size(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static uint64_t median(uint64_t (*once)(void (*)(void)), void (*put_back)(void), size_t n)
{
    uint64_t *took = calloc(n, sizeof *took);
    if (!took)
        exit(EXIT_FAILURE);
    for (size_t i = 0; i < n; i++)
        took[i] = once(put_back);
    qsort(took, n, sizeof *took, by_size);
    uint64_t middle = took[n / 2];
    free(took);
    return middle;
}

static void measure(const char *name, void (*put_back)(void))
{
    enum { FEWER = 8 };
    uint64_t here = median(run, put_back, repeats);
    if (memcmp(variables, saved, bytes) != 0)
        exit(EXIT_FAILURE);
    uint64_t forked = median(run_forked, put_back, repeats / FEWER + 1);
    printf("%s %llu %llu\n", name, (unsigned long long)here, (unsigned long long)forked);
}

int main(int argc, char **argv)
{
    struct sigaction action = {.sa_sigaction = note_page, .sa_flags = SA_SIGINFO};
    if (argc != 4)
        return 2;
    bytes = strtoul(argv[1], NULL, 10) / PAGE * PAGE;
    changes = strtoul(argv[2], NULL, 10);
    repeats = strtoul(argv[3], NULL, 10);
    if (bytes == 0 || bytes / PAGE > PAGES_MAX || changes > PLACES_MAX || repeats == 0)
        return 2;
    variables = aligned_alloc(PAGE, bytes);
    saved = aligned_alloc(PAGE, bytes);
    if (!variables || !saved)
        return EXIT_FAILURE;
    for (size_t i = 0; i < bytes; i++)
        variables[i] = saved[i] = (uint8_t)(i % 7 == 0 ? rand() : 0);
    sigaction(SIGSEGV, &action, NULL);
    measure("copy", copy);
    measure("move", move);
    measure("compare", compare);
    mprotect(variables, bytes, PROT_READ);
    measure("protect", put_back_pages);
    return 0;
}
