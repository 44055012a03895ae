/*
 * truth FOLDER INPUTS [TIMEOUT_MS [RULE]]: triage against bugs that are known.
 *
 * Replays INPUTS/<parser>/<any> with FOLDER/planted_<parser> as `brickbat triage` does, and holds
 * the buckets against what the canaries say (harness/tests/planted). A line for each rule and bug,
 * fields separated by tabs:
 *
 *     rule  bug  inputs  buckets  outside  merged      "all" instead of a bug: the sum
 *
 * outside: inputs not in their bug's largest bucket; merged: buckets that hold other bugs, too. The
 * rule "ours" is the signature; the others show what simpler rules would do to the same reports.
 *
 * Exit code 0 if RULE (ours) merges nothing and splits at most a tenth, both in buckets and in
 * inputs; 1 if not, with what is merged or split on standard error; 3 if an input does not crash or
 * has no canary.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "cli/probe.h"
#include "tally.h"

enum { DEFAULT_TIMEOUT_MS = 1000, RSS_LIMIT_MB = 96, MAX_INPUT = 1 << 20, MAX_BUGS = 64 };

enum { OURS, INNERMOST, THREE, WHOLE, RULES };

static const char *const rule_names[RULES] = {"ours", "type and innermost function",
                                              "type and three functions", "type and all functions"};

static const char *const parsers[] = {"meter", "blob", "session", "nested"};

struct truth {
    char canary[64]; /* path */
    const char *bugs[MAX_BUGS];
    size_t n_bugs;
    struct tally tallies[RULES];
    unsigned failed;
    int judged; /* rule */
};

static _Noreturn void fail(const struct bb_err *err)
{
    fprintf(stderr, "truth: %s\n", err->what);
    exit(3);
}

/* --- one crash ------------------------------------------------------------------------------ */

/* The type's first line, and up to `max` functions that mean something. */
static void key_of(const struct bb_report *report, unsigned max, char *ret_key, size_t size)
{
    int n =
        snprintf(ret_key, size, "%.*s", (int)strcspn(report->crash_type, "\n"), report->crash_type);
    for (size_t i = 0; i < report->frames.n && max > 0 && (size_t)n < size; i++) {
        const struct bb_frame *frame = &report->frames.frames[i];
        if (frame->noise)
            continue;
        n += snprintf(ret_key + n, size - (size_t)n, "|%s", frame->name);
        max--;
    }
}

static void put(struct truth *truth, int rule, const char *parser, const char *bug, const char *key)
{
    char bucket[TALLY_BUCKET_SIZE];
    snprintf(bucket, sizeof bucket, "%s %s", parser, key);
    if (!tally_add(&truth->tallies[rule], bug, bucket)) {
        fprintf(stderr, "truth: no memory\n");
        exit(3);
    }
}

static void count(struct truth *truth, const char *parser, const char *bug,
                  const struct bb_probe *probe)
{
    static const unsigned functions[RULES] = {[INNERMOST] = 1, [THREE] = 3, [WHOLE] = 1000};
    char key[TALLY_BUCKET_SIZE - 16];
    put(truth, OURS, parser, bug, probe->signature.text);
    for (int rule = OURS + 1; rule < RULES; rule++) {
        key_of(&probe->report, functions[rule], key, sizeof key);
        put(truth, rule, parser, bug, key);
    }
}

static void remember(struct truth *truth, const char *bug)
{
    for (size_t i = 0; i < truth->n_bugs; i++)
        if (strcmp(truth->bugs[i], bug) == 0)
            return;
    if (truth->n_bugs < MAX_BUGS)
        truth->bugs[truth->n_bugs++] = strdup(bug);
}

/* "dir/BUG.1.23" */
static bool is_named_after(const char *path, const char *bug)
{
    const char *name = bb_path_name(path);
    size_t n = strlen(bug);
    return strncmp(name, bug, n) == 0 && name[n] == '.';
}

static void look(struct truth *truth, struct bb_prober *prober, const char *parser,
                 const char *path)
{
    struct bb_buf input = BB_BUF_INIT(MAX_INPUT);
    struct bb_buf bug = BB_BUF_INIT(TALLY_BUG_SIZE - 1);
    struct bb_err err = {0};
    const struct bb_probe *probe;
    unlink(truth->canary);
    if (bb_file_read(path, &input, &err) != BB_OK ||
        bb_prober_look(prober, bb_buf_bytes(&input), &probe, &err) != BB_OK)
        fail(&err);
    bool is_meant =
        bb_file_read(truth->canary, &bug, NULL) == BB_OK && is_named_after(path, bb_buf_str(&bug));
    if (is_meant && bb_probe_is_crash(probe)) {
        remember(truth, bb_buf_str(&bug));
        count(truth, parser, bb_buf_str(&bug), probe);
    } else {
        fprintf(stderr, "truth: %s: %s, canary '%s'\n", path,
                bb_replay_outcome_text(probe->replay.outcome), bb_buf_str(&bug));
        truth->failed++;
    }
    bb_buf_free(&input);
    bb_buf_free(&bug);
}

/* --- all of them ---------------------------------------------------------------------------- */

static void look_at_parser(struct truth *truth, const char *folder, const char *inputs,
                           const char *parser, int timeout_ms)
{
    char binary[4096];
    char path[4096];
    struct bb_paths files = {0};
    struct bb_err err = {0};
    snprintf(binary, sizeof binary, "%s/planted_%s", folder, parser);
    snprintf(path, sizeof path, "%s/%s", inputs, parser);
    const struct bb_replay_options options = {.binary = binary,
                                              .timeout_ms = timeout_ms,
                                              .rss_limit_mb = RSS_LIMIT_MB};
    struct bb_prober prober = BB_PROBER_INIT(parser, options);
    if (bb_folder_files(path, &files, &err) != BB_OK)
        fail(&err);
    for (size_t i = 0; i < files.n; i++)
        look(truth, &prober, parser, files.list[i]);
    bb_prober_end(&prober);
    bb_paths_free(&files);
}

static void print_score(const char *rule, const char *bug, const struct tally_score *score)
{
    printf("%s\t%s\t%u\t%u\t%u\t%u\n", rule, bug, score->inputs, score->buckets, score->outside,
           score->merged);
}

static void print_rule(const struct truth *truth, int rule)
{
    const struct tally *tally = &truth->tallies[rule];
    for (size_t i = 0; i < truth->n_bugs; i++) {
        struct tally_score score = tally_score(tally, truth->bugs[i]);
        print_score(rule_names[rule], truth->bugs[i], &score);
    }
    struct tally_score all = tally_score(tally, NULL);
    print_score(rule_names[rule], "all", &all);
}

static void explain(const struct tally *tally)
{
    for (size_t i = 0; i < tally->n; i++) {
        const struct tally_cell *cell = &tally->cells[i];
        struct tally_score score = tally_score(tally, cell->bug);
        if (score.buckets > 1 || score.merged)
            fprintf(stderr, "%s: %u in %s\n", cell->bug, cell->inputs, cell->bucket);
    }
}

static bool is_good(const struct truth *truth)
{
    struct tally_score all = tally_score(&truth->tallies[truth->judged], NULL);
    return all.inputs > 0 && all.merged == 0 && all.outside * 10 <= all.inputs;
}

static int finish(struct truth *truth)
{
    bool good = is_good(truth);
    for (int rule = 0; rule < RULES; rule++)
        print_rule(truth, rule);
    explain(&truth->tallies[truth->judged]);
    unlink(truth->canary);
    for (int rule = 0; rule < RULES; rule++)
        tally_free(&truth->tallies[rule]);
    for (size_t i = 0; i < truth->n_bugs; i++)
        free((char *)truth->bugs[i]);
    return truth->failed ? 3 : good ? 0 : 1;
}

/* RULES if there is none of that name. */
static int find_rule(const char *name)
{
    int rule = 0;
    while (rule < RULES && strcmp(name, rule_names[rule]) != 0)
        rule++;
    return rule;
}

int main(int argc, char **argv)
{
    struct truth truth = {.canary = "/tmp/truth.XXXXXX"};
    int timeout_ms = argc > 3 ? atoi(argv[3]) : DEFAULT_TIMEOUT_MS;
    truth.judged = argc > 4 ? find_rule(argv[4]) : OURS;
    if (argc < 3 || argc > 5 || timeout_ms <= 0 || truth.judged == RULES) {
        fprintf(stderr, "usage: truth FOLDER INPUTS [TIMEOUT_MS [RULE]]\n");
        return 2;
    }
    int fd = mkstemp(truth.canary);
    if (fd < 0 || setenv("BRICKBAT_CANARY", truth.canary, 1) != 0) {
        perror("truth");
        return 3;
    }
    close(fd);
    for (size_t i = 0; i < sizeof parsers / sizeof *parsers; i++)
        look_at_parser(&truth, argv[1], argv[2], parsers[i], timeout_ms);
    return finish(&truth);
}
