/*
 * What an engine says about its own progress, in one form for both.
 *
 * libFuzzer's words are kept: cov (edges), ft (features), corp (inputs kept), exec/s, rss.
 */
#ifndef BB_CAMPAIGN_STATS_H
#define BB_CAMPAIGN_STATS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

struct bb_engine_stats {
    uint64_t execs;
    uint64_t execs_per_s;
    uint64_t cov;  /* edges seen */
    uint64_t ft;   /* features seen; 0 with AFL++, which has none */
    uint64_t corp; /* inputs in this engine's own corpus */
    uint64_t rss_mb;
};

/* What a line of libFuzzer's log was. */
enum bb_libfuzzer_line {
    BB_LIBFUZZER_OTHER,
    BB_LIBFUZZER_STATUS,   /* "#1024 pulse ...", or a line of the final statistics */
    BB_LIBFUZZER_LOADED,   /* "#15 INITED ...": the same, once it has run its whole corpus */
    BB_LIBFUZZER_DONE,     /* "Done 1000 runs in 3 second(s)": it ended because it was told to */
    BB_LIBFUZZER_ARTIFACT, /* "...Test unit written to ./crash-..." */
    BB_LIBFUZZER_COMPLAINT /* libFuzzer's own reason for not starting, or a warning about a flag */
};

/* Understands one line, without its end. Only what the line says is changed in `stats`.
 * Source: compiler-rt/lib/fuzzer/FuzzerLoop.cpp of LLVM 14 to 17 (PrintStats, PrintFinalStats). */
enum bb_libfuzzer_line bb_libfuzzer_parse_line(struct bb_bytes line, struct bb_engine_stats *stats);

/* The whole text of AFL++'s fuzzer_stats ("key : value" lines). False, and stats untouched, if
 * it does not hold execs_done. Source: AFL++ 4.04c, src/afl-fuzz-stats.c, write_stats_file. */
bool bb_afl_parse_stats(struct bb_bytes text, struct bb_engine_stats *stats);

/* One datagram of AFL++'s StatsD metrics ("fuzzing.execs_done:123|g" lines), which it sends once a
 * second; its files are minutes old. False, and stats untouched, if it does not hold execs_done. */
bool bb_afl_parse_statsd(struct bb_bytes text, struct bb_engine_stats *stats);

#endif
