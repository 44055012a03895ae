/* The findings store under several processes, and under kill -9. */
#include "triage_logs.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/rng.h"
#include "triage/store.h"

enum { BUGS = 5 };

static char folder[] = "/tmp/bb_test_store_processes.XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    strcpy(strrchr(folder, '.'), ".XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return bb_folder_remove(folder, NULL) == BB_OK ? 0 : -1;
}

/* Input number i shows bug i % BUGS. */
static enum bb_status add(struct bb_store *store, unsigned i)
{
    struct bb_arena arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES);
    struct bb_finding finding = bb_finding_empty();
    struct bb_added added;
    char log[1024];
    char input[32];
    snprintf(log, sizeof log, OVERFLOW_LOG("read_%c", "parse", "handle"), 'a' + i % BUGS,
             'a' + i % BUGS);
    snprintf(input, sizeof input, "input %u", i);
    finding.target = "demo";
    finding.engine = "libfuzzer";
    enum bb_status status = bb_report_parse(&arena, bb_bytes_str(log), NULL, &finding.report, NULL);
    struct bb_hit hit = {.finding = &finding,
                         .input = bb_bytes_str(input),
                         .log = bb_bytes_str(log),
                         .now = 1 + i};
    if (status == BB_OK)
        status = bb_store_add(store, &hit, &added, NULL);
    bb_arena_free(&arena);
    return status;
}

/* In a child: adds inputs first .. last - 1 and says so on fd after each. Never returns. */
static void add_and_exit(unsigned first, unsigned last, int fd)
{
    struct bb_store *store = NULL;
    if (bb_store_open(folder, &store, NULL, NULL) != BB_OK)
        _exit(1);
    for (unsigned i = first; i < last; i++) {
        if (add(store, i) != BB_OK)
            _exit(2);
        if (fd >= 0 && write(fd, &i, sizeof i) != sizeof i)
            _exit(3);
    }
    bb_store_close(store);
    _exit(0);
}

static uint64_t total_hits(size_t *ret_findings)
{
    struct bb_arena arena = BB_ARENA_INIT(64 << 20);
    struct bb_buf notices = BB_BUF_INIT(1 << 16);
    struct bb_store *store;
    struct bb_finding *list;
    uint64_t hits = 0;
    assert_int_equal(bb_store_open(folder, &store, &notices, NULL), BB_OK);
    assert_null(strstr(bb_buf_str(&notices), "damaged"));
    assert_int_equal(bb_store_list(store, &arena, &(struct bb_store_filter){0}, &list, ret_findings,
                                   NULL),
                     BB_OK);
    for (size_t i = 0; i < *ret_findings; i++)
        hits += list[i].hits;
    bb_store_close(store);
    bb_buf_free(&notices);
    bb_arena_free(&arena);
    return hits;
}

static void test_store__two_processes_write_at_once(void **state)
{
    enum { PROCESSES = 2, EACH = 40, SHARED = 10 };
    pid_t children[PROCESSES];
    size_t findings;
    (void)state;
    /* The last ten inputs of the first process are the first ten of the second. */
    for (unsigned p = 0; p < PROCESSES; p++) {
        children[p] = fork();
        assert_true(children[p] >= 0);
        if (children[p] == 0)
            add_and_exit(p * (EACH - SHARED), p * (EACH - SHARED) + EACH, -1);
    }
    for (unsigned p = 0; p < PROCESSES; p++) {
        int status = -1;
        assert_int_equal(waitpid(children[p], &status, 0), children[p]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(total_hits(&findings), PROCESSES * EACH - SHARED);
    assert_int_equal(findings, BUGS);
}

/* Reads up to `max` acknowledgements, of inputs from `first` on. */
static unsigned read_acknowledged(int fd, unsigned first, unsigned max)
{
    unsigned n = 0;
    unsigned number;
    while (n < max && read(fd, &number, sizeof number) == sizeof number)
        assert_int_equal(number, first + n++);
    return n;
}

/* Kills a child that adds inputs from `first` on: a while after it has said that `wait_for` are
 * stored. Returns how many it has said in the end. */
static unsigned add_until_killed(unsigned first, unsigned wait_for, unsigned wait_us)
{
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(fds[0]);
        add_and_exit(first, first + 100000, fds[1]);
    }
    close(fds[1]);
    unsigned acknowledged = read_acknowledged(fds[0], first, wait_for);
    usleep(wait_us);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
    acknowledged += read_acknowledged(fds[0], first + acknowledged, UINT32_MAX);
    close(fds[0]);
    return acknowledged;
}

static void test_store__kill_loses_nothing_that_was_acknowledged(void **state)
{
    enum { ROUNDS = 25, LONGEST_US = 10000, MOST_STORED = 6 };
    struct bb_rng rng;
    unsigned next = 0;
    size_t findings;
    (void)state;
    bb_rng_seed(&rng, 1);
    for (int round = 0; round < ROUNDS; round++) {
        unsigned wait_for = (unsigned)bb_rng_below(&rng, MOST_STORED);
        unsigned stored =
            add_until_killed(next, wait_for, (unsigned)bb_rng_below(&rng, LONGEST_US));
        next += stored;
        uint64_t hits = total_hits(&findings);
        /* The one that was being written when the signal came may be there, or not. */
        assert_in_range(hits, next, next + 1);
        next = (unsigned)hits;
        assert_true(findings <= BUGS);
    }
    /* What may have been cut short goes in again and is not counted twice. */
    struct bb_store *store;
    assert_int_equal(bb_store_open(folder, &store, NULL, NULL), BB_OK);
    for (unsigned i = 0; i < next; i++)
        assert_int_equal(add(store, i), BB_OK);
    bb_store_close(store);
    assert_int_equal(total_hits(&findings), next);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_store__two_processes_write_at_once, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(test_store__kill_loses_nothing_that_was_acknowledged,
                                        make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
