/* Status lines of libFuzzer, files and datagrams of AFL++, whole, cut and odd. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rng.h"
#include "campaign/stats.h"

static enum bb_libfuzzer_line parse(const char *line, struct bb_engine_stats *stats)
{
    return bb_libfuzzer_parse_line(bb_bytes_str(line), stats);
}

static void test_campaign_stats__libfuzzer_progress(void **state)
{
    (void)state;
    struct bb_engine_stats stats = {0};
    assert_int_equal(parse("#6776\tNEW    cov: 10 ft: 12 corp: 8/16b lim: 63 exec/s: 4017 rss: "
                           "31Mb "
                           "L: 3/3 MS: 2 ShuffleBytes-ChangeBit-",
                           &stats),
                     BB_LIBFUZZER_STATUS);
    assert_int_equal(stats.execs, 6776);
    assert_int_equal(stats.cov, 10);
    assert_int_equal(stats.ft, 12);
    assert_int_equal(stats.corp, 8);
    assert_int_equal(stats.execs_per_s, 4017);
    assert_int_equal(stats.rss_mb, 31);
}

static void test_campaign_stats__libfuzzer_line_without_coverage(void **state)
{
    (void)state;
    struct bb_engine_stats stats = {.cov = 10};
    assert_int_equal(parse("#8\tpulse  corp: 1/1b exec/s: 0 rss: 27Mb", &stats),
                     BB_LIBFUZZER_STATUS);
    assert_int_equal(stats.execs, 8);
    assert_int_equal(stats.cov, 10);
}

static void test_campaign_stats__libfuzzer_final_statistics(void **state)
{
    (void)state;
    struct bb_engine_stats stats = {0};
    parse("stat::number_of_executed_units: 16071", &stats);
    parse("stat::average_exec_per_sec:     4018", &stats);
    parse("stat::new_units_added:          9", &stats);
    parse("stat::peak_rss_mb:              32", &stats);
    assert_int_equal(stats.execs, 16071);
    assert_int_equal(stats.execs_per_s, 4018);
    assert_int_equal(stats.rss_mb, 32);
}

static void test_campaign_stats__libfuzzer_milestones(void **state)
{
    (void)state;
    struct bb_engine_stats stats = {0};
    assert_int_equal(parse("#2\tINITED cov: 3 ft: 3 corp: 1/6b exec/s: 0 rss: 30Mb", &stats),
                     BB_LIBFUZZER_LOADED);
    assert_int_equal(stats.execs, 2);
    assert_int_equal(parse("Done 1000 runs in 3 second(s)", &stats), BB_LIBFUZZER_DONE);
    assert_int_equal(parse("artifact_prefix='w/'; Test unit written to w/crash-00", &stats),
                     BB_LIBFUZZER_ARTIFACT);
    assert_int_equal(parse("WARNING: unrecognized flag '-x=1'; use -help=1", &stats),
                     BB_LIBFUZZER_COMPLAINT);
    assert_int_equal(parse("INFO: Seed: 1", &stats), BB_LIBFUZZER_OTHER);
}

static void test_campaign_stats__stack_frames_are_no_progress(void **state)
{
    (void)state;
    struct bb_engine_stats stats = {0};
    static const char *const others[] = {
        "    #0 0x562b in parse toy.c:8",         "#", "#1", "#1 0x5 in main", "#x\tpulse", "",
        "#99999999999999999999999\tpulse cov: 1",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(parse(others[i], &stats), BB_LIBFUZZER_OTHER);
    assert_int_equal(stats.execs, 0);
}

static void test_campaign_stats__afl_stats(void **state)
{
    (void)state;
    struct bb_engine_stats stats = {0};
    static const char text[] = "start_time        : 1795370681\n"
                               "execs_done        : 23009\n"
                               "execs_per_sec     : 2704.40\n"
                               "corpus_count      : 6\n"
                               "peak_rss_mb       : 12\n"
                               "edges_found       : 9\n"
                               "total_edges       : 11\n"
                               "command_line      : afl-fuzz -t 1000 -- x:y\n";
    assert_true(bb_afl_parse_stats(bb_bytes_str(text), &stats));
    assert_int_equal(stats.execs, 23009);
    assert_int_equal(stats.execs_per_s, 2704);
    assert_int_equal(stats.corp, 6);
    assert_int_equal(stats.cov, 9);
    assert_int_equal(stats.rss_mb, 12);
}

static void test_campaign_stats__afl_stats_cut_before_the_count(void **state)
{
    (void)state;
    struct bb_engine_stats stats = {.execs = 5, .corp = 4};
    assert_false(bb_afl_parse_stats(bb_bytes_str("corpus_count : 6\nexecs_do"), &stats));
    assert_false(bb_afl_parse_stats(bb_bytes_str(""), &stats));
    assert_int_equal(stats.execs, 5);
    assert_int_equal(stats.corp, 4);
}

static void test_campaign_stats__afl_statsd(void **state)
{
    (void)state;
    struct bb_engine_stats stats = {.rss_mb = 3};
    static const char text[] = "fuzzing.cycle_done:0|g\nfuzzing.execs_done:3507|g\n"
                               "fuzzing.execs_per_sec:2526.66|g\nfuzzing.corpus_count:6|g\n"
                               "fuzzing.edges_found:9|g\n";
    assert_true(bb_afl_parse_statsd(bb_bytes_str(text), &stats));
    assert_int_equal(stats.execs, 3507);
    assert_int_equal(stats.execs_per_s, 2526);
    assert_int_equal(stats.corp, 6);
    assert_int_equal(stats.cov, 9);
    assert_int_equal(stats.rss_mb, 3);
}

static void test_campaign_stats__other_datagrams_are_no_statistics(void **state)
{
    (void)state;
    struct bb_engine_stats stats = {.execs = 5};
    assert_false(bb_afl_parse_statsd(bb_bytes_str(""), &stats));
    assert_false(bb_afl_parse_statsd(bb_bytes_str("execs_done:9"), &stats));
    assert_false(bb_afl_parse_statsd(bb_bytes_str("fuzzing.corpus_count:9|g"), &stats));
    assert_int_equal(stats.execs, 5);
}

/* What an engine prints is input like any other: whatever stands there, nothing breaks. */
static void test_campaign_stats__any_bytes_are_survived(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "#6776\tNEW    cov: 10 ft: 12 corp: 8/16b lim: 63 exec/s: 4017 rss: 31Mb L: 3/3",
        "stat::number_of_executed_units: 16071",
        "artifact_prefix='w/'; Test unit written to w/crash-00",
        "execs_done        : 23009\nexecs_per_sec     : 2704.40\n",
        "fuzzing.execs_done:3507|g\nfuzzing.execs_per_sec:2526.66|g\n",
    };
    struct bb_rng rng;
    bb_rng_seed(&rng, 1);
    for (int i = 0; i < 100000; i++) {
        const char *text = texts[bb_rng_below(&rng, sizeof texts / sizeof *texts)];
        size_t len = bb_rng_below(&rng, strlen(text) + 1);
        uint8_t *exact = malloc(len ? len : 1); /* so that the sanitizer sees its end */
        memcpy(exact, text, len);
        for (int edits = (int)bb_rng_below(&rng, 4); edits > 0 && len; edits--)
            exact[bb_rng_below(&rng, len)] = (uint8_t)bb_rng_next(&rng);
        struct bb_engine_stats stats = {0};
        bb_libfuzzer_parse_line(bb_bytes_of(exact, len), &stats);
        bb_afl_parse_stats(bb_bytes_of(exact, len), &stats);
        bb_afl_parse_statsd(bb_bytes_of(exact, len), &stats);
        free(exact);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_campaign_stats__libfuzzer_progress),
        cmocka_unit_test(test_campaign_stats__libfuzzer_line_without_coverage),
        cmocka_unit_test(test_campaign_stats__libfuzzer_final_statistics),
        cmocka_unit_test(test_campaign_stats__libfuzzer_milestones),
        cmocka_unit_test(test_campaign_stats__stack_frames_are_no_progress),
        cmocka_unit_test(test_campaign_stats__afl_stats),
        cmocka_unit_test(test_campaign_stats__afl_stats_cut_before_the_count),
        cmocka_unit_test(test_campaign_stats__afl_statsd),
        cmocka_unit_test(test_campaign_stats__other_datagrams_are_no_statistics),
        cmocka_unit_test(test_campaign_stats__any_bytes_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
