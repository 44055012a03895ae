/*
 * What the tests of the findings store share: a store of its own for each test, and short words for
 * what is done to it.
 */
#ifndef BB_TESTS_STORE_FIXTURE_H
#define BB_TESTS_STORE_FIXTURE_H

#include "triage_logs.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "triage/store.h"

struct fixture {
    struct bb_arena arena;
    struct bb_store *store;
    struct bb_buf notices;
    char folder[64];
    char path[512]; /* of the last path_of */
};

static inline void open_store(struct fixture *f)
{
    bb_buf_reset(&f->notices);
    assert_int_equal(bb_store_open(f->folder, &f->store, &f->notices, NULL), BB_OK);
}

static inline void reopen_store(struct fixture *f)
{
    bb_store_close(f->store);
    open_store(f);
}

static inline int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    *f = (struct fixture){.arena = BB_ARENA_INIT(64 << 20), .notices = BB_BUF_INIT(1 << 16)};
    strcpy(f->folder, "/tmp/bb_test_store.XXXXXX");
    if (!mkdtemp(f->folder))
        return -1;
    open_store(f);
    *state = f;
    return 0;
}

static inline int tear_down(void **state)
{
    struct fixture *f = *state;
    bb_store_close(f->store);
    bb_arena_free(&f->arena);
    bb_buf_free(&f->notices);
    enum bb_status status = bb_folder_remove(f->folder, NULL);
    free(f);
    return status == BB_OK ? 0 : -1;
}

static inline const char *path_of(struct fixture *f, const char *id, const char *name)
{
    snprintf(f->path, sizeof f->path, "%s/findings/%s/%s", f->folder, id, name);
    return f->path;
}

static inline struct bb_added add_by(struct fixture *f, const char *engine, const char *log,
                                     const char *input, int64_t now)
{
    struct bb_finding finding = bb_finding_empty();
    struct bb_added added;
    finding.target = "demo";
    finding.engine = engine;
    finding.parser = "libdemo";
    finding.version = "1.2";
    finding.variant = "patched";
    finding.report = parse_log(&f->arena, log);
    struct bb_hit hit = {.finding = &finding,
                         .input = bb_bytes_str(input),
                         .log = bb_bytes_str(log),
                         .now = now};
    assert_int_equal(bb_store_add(f->store, &hit, &added, NULL), BB_OK);
    return added;
}

static inline struct bb_added add(struct fixture *f, const char *log, const char *input,
                                  int64_t now)
{
    return add_by(f, "libfuzzer", log, input, now);
}

static inline struct bb_finding get(struct fixture *f, const char *id)
{
    struct bb_finding finding;
    assert_int_equal(bb_store_get(f->store, &f->arena, id, &finding, NULL), BB_OK);
    return finding;
}

static inline enum bb_status set_state(struct fixture *f, const char *id,
                                       enum bb_finding_state state, const char *why)
{
    const struct bb_state_change change = {.when = 150, .to = state, .why = why, .commit = "c1"};
    return bb_store_set_state(f->store, id, &change, NULL);
}

static inline size_t count(struct fixture *f, const struct bb_store_filter *filter)
{
    struct bb_finding *list;
    size_t n;
    assert_int_equal(bb_store_list(f->store, &f->arena, filter, &list, &n, NULL), BB_OK);
    return n;
}

static inline void assert_file_is(struct fixture *f, const char *id, const char *name,
                                  const char *text)
{
    struct bb_buf contents = BB_BUF_INIT(1 << 20);
    assert_int_equal(bb_file_read(path_of(f, id, name), &contents, NULL), BB_OK);
    assert_string_equal(bb_buf_str(&contents), text);
    bb_buf_free(&contents);
}

static const char log_one[] = OVERFLOW_LOG("read_field", "parse", "handle");
static const char log_two[] = OVERFLOW_LOG("copy_name", "parse", "handle");

#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
