/* brickbat generate GRAMMAR: writes valid and hostile messages for other tools to use. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "cli/args.h"
#include "cli/grammar_word.h"
#include "cli/json.h"
#include "cli/output.h"
#include "cli/root.h"
#include "cli/sink.h"

enum {
    MAX_COUNT = 10000000,
    DEFAULT_COUNT = 1000,
    DEFAULT_HOSTILE = 50,
    FIRST_PROGRESS_MS = 2000,
    REDRAW_MS = 500,
    LINE_MS = 5000,
};
enum {
    OPTION_COUNT = 'n',
    OPTION_SEED = 's',
    OPTION_HOSTILE = 'h',
    OPTION_SIZE = 'S',
    OPTION_OUTPUT = 'o',
    OPTION_FORMAT = 'F',
    OPTION_PORT = 'P',
    OPTION_FORCE = 'f',
    OPTION_JSON = 'J',
};

const struct poptOption bb_generate_options[] = {
    BB_VALUE("count", 'n', OPTION_COUNT, "how many messages (default: 1000)", "N"),
    BB_VALUE("seed", 's', OPTION_SEED, "another seed, other messages (default: 1)", "N"),
    BB_VALUE("hostile", 0, OPTION_HOSTILE, "the share of hostile ones (default: 50)",
             "PERCENT|none"),
    BB_VALUE("max-size", 0, OPTION_SIZE, "largest message (default: 4096)", "BYTES"),
    BB_VALUE("output", 'o', OPTION_OUTPUT, "where to (default: GRAMMAR-messages, or stdout)",
             "DIR|FILE"),
    BB_VALUE("format", 0, OPTION_FORMAT,
             "files (default), or a stream: raw, hex, jsonl, pcap, pcap-tcp", "FORMAT"),
    BB_VALUE("port", 'p', OPTION_PORT, "with pcap: the port that messages go to", "N"),
    BB_FLAG("force", 0, OPTION_FORCE, "replace the files of an earlier run"),
    BB_FLAG("json", 0, OPTION_JSON, "with files: what was done, as JSON"),
    POPT_TABLEEND,
};

struct generating {
    struct bb_cli *cli;
    const struct bb_grammar *grammar;
    struct bb_maker maker;
    struct bb_sink sink;
    struct bb_sink_options to;
    uint64_t wanted;
    uint64_t seed;
    uint64_t hostile_percent;
    uint64_t max_bytes;
    bool json;
    uint64_t n;
    uint64_t n_hostile;
    uint64_t n_contradictory;
    uint64_t bytes;
    int64_t began_ms;
    int64_t next_progress_ms;
    bool drawn;
};

static void clear_progress(struct generating *g)
{
    if (g->drawn)
        fputs("\r\033[K", stderr);
    g->drawn = false;
    fflush(stderr);
}

static void show_progress(struct generating *g)
{
    char done[BB_COUNT_TEXT_SIZE], all[BB_COUNT_TEXT_SIZE], rate[BB_COUNT_TEXT_SIZE];
    int64_t now_ms = bb_clock_ms();
    if (now_ms < g->next_progress_ms)
        return;
    g->next_progress_ms = now_ms + (g->cli->live ? REDRAW_MS : LINE_MS);
    clear_progress(g);
    uint64_t elapsed_ms = (uint64_t)(now_ms - g->began_ms);
    fprintf(stderr, "%s of %s messages, %s/s%s", bb_count_format(g->n, done),
            bb_count_format(g->wanted, all),
            bb_count_format(g->n * 1000 / (elapsed_ms ? elapsed_ms : 1), rate),
            g->cli->live ? "" : "\n");
    g->drawn = g->cli->live;
    fflush(stderr);
}

static enum bb_status generate_all(struct generating *g, struct bb_err *err)
{
    struct bb_made made;
    enum bb_status status = BB_OK;
    while (g->n < g->wanted && status == BB_OK) {
        if (*g->cli->stop)
            return BB_INTERRUPTED;
        status = bb_maker_next(&g->maker, &made, err);
        if (status == BB_OK)
            status = bb_sink_write(&g->sink, &made, err);
        if (status != BB_OK)
            break;
        g->n++;
        g->n_hostile += made.hostile;
        g->n_contradictory += made.contradicts;
        g->bytes += made.bytes.len;
        show_progress(g);
    }
    return status;
}

static enum bb_status generate(struct generating *g, const char *word, struct bb_err *err)
{
    struct bb_err close_err = {0};
    enum bb_status status = bb_cli_find_grammar(g->cli, word, &g->grammar, err);
    if (status != BB_OK)
        return status;
    status = bb_maker_init(&g->maker, g->grammar, g->seed, (unsigned)g->hostile_percent,
                           (size_t)g->max_bytes, err);
    if (status != BB_OK)
        return status;
    status = bb_sink_open(g->cli, g->grammar, &g->to, &g->sink, err);
    g->began_ms = bb_clock_ms();
    g->next_progress_ms = g->began_ms + FIRST_PROGRESS_MS;
    if (status == BB_OK)
        status = generate_all(g, err);
    clear_progress(g);
    if (bb_sink_close(&g->sink, &close_err) != BB_OK && status == BB_OK)
        return BB_FAIL(err, BB_IO, "%s", close_err.what);
    return status;
}

static void print_json(const struct generating *g, const char *folder)
{
    bb_json_print(json_pack("{s:s, s:o, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "grammar",
                            bb_grammar_name(g->grammar), "folder", bb_json_text(folder), "seed",
                            (json_int_t)g->seed, "messages", (json_int_t)g->n, "valid",
                            (json_int_t)(g->n - g->n_hostile), "hostile", (json_int_t)g->n_hostile,
                            "contradictory", (json_int_t)g->n_contradictory, "bytes",
                            (json_int_t)g->bytes, "tries", (json_int_t)g->maker.tries));
}

/* Of a stream, messages are on stdout, and so words are not. */
static void print_summary(const struct generating *g)
{
    char folder[PATH_MAX], text[256];
    snprintf(text, sizeof text,
             "%" PRIu64 " messages, %" PRIu64 " bytes: %" PRIu64 " valid, %" PRIu64
             " hostile, of which %" PRIu64 " contradict themselves",
             g->n, g->bytes, g->n - g->n_hostile, g->n_hostile, g->n_contradictory);
    bb_cli_show_path(g->cli, g->sink.outbox.folder, folder);
    if (g->to.format != BB_SINK_FILES)
        bb_print_note(g->cli, "%s", text);
    else if (g->json)
        print_json(g, folder);
    else
        printf("%s\n%s (what each is: %s.jsonl)\n", text, folder, folder);
}

static bool take_format(struct bb_cli *cli, const char *word, enum bb_sink_format *ret_format)
{
    static const char *const words[] = {"files", "raw", "hex", "jsonl", "pcap", "pcap-tcp"};
    for (unsigned i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(word, words[i]) == 0) {
            *ret_format = (enum bb_sink_format)i;
            return true;
        }
    }
    bb_print_error(cli, "--format is files, raw, hex, jsonl, pcap or pcap-tcp, not '%.40s'", word);
    return false;
}

static bool take_hostile(const struct bb_args *args, uint64_t *ret_percent)
{
    if (strcmp(bb_args_value(args), "none") != 0)
        return bb_args_number(args, 0, 100, ret_percent);
    *ret_percent = 0;
    return true;
}

static bool take_option(const struct bb_args *args, int option, struct generating *g)
{
    uint64_t port = 0;
    bool good = true;
    switch (option) {
    case OPTION_COUNT: return bb_args_number(args, 1, MAX_COUNT, &g->wanted);
    case OPTION_SEED: return bb_args_number(args, 0, UINT64_MAX, &g->seed);
    case OPTION_HOSTILE: return take_hostile(args, &g->hostile_percent);
    case OPTION_SIZE: return bb_args_number(args, 1, BB_MAKER_MAX_BYTES, &g->max_bytes);
    case OPTION_OUTPUT: g->to.output = bb_args_value(args); break;
    case OPTION_FORMAT: return take_format(g->cli, bb_args_value(args), &g->to.format);
    case OPTION_PORT:
        good = bb_args_number(args, 1, UINT16_MAX, &port);
        g->to.port = (uint16_t)port;
        break;
    case OPTION_FORCE: g->to.force = true; break;
    case OPTION_JSON: g->json = true; break;
    }
    return good;
}

static bool options_fit(const struct generating *g)
{
    bool pcap = g->to.format == BB_SINK_PCAP || g->to.format == BB_SINK_PCAP_TCP;
    const char *wrong = NULL;
    if (pcap && g->to.port == 0)
        wrong = "--format pcap needs the port that messages go to: --port N";
    else if (!pcap && g->to.port)
        wrong = "--port goes with --format pcap or pcap-tcp";
    else if (g->to.format == BB_SINK_PCAP && g->max_bytes > BB_UDP_MAX_BYTES)
        wrong = "a datagram has 65507 bytes at most; ask for a smaller --max-size, or for "
                "--format pcap-tcp";
    else if (g->json && g->to.format != BB_SINK_FILES)
        wrong = "--json tells about files; --format jsonl writes the messages themselves";
    if (wrong)
        bb_print_error(g->cli, "%s", wrong);
    return !wrong;
}

static bool read_command_line(struct bb_args *args, struct generating *g)
{
    int option;
    bool good = true;
    while (good && (option = bb_args_next(args)) > 0)
        good = take_option(args, option, g);
    return good && option == 0 && options_fit(g) && bb_args_expect(args, 1, 1);
}

int bb_cmd_generate(struct bb_cli *cli, struct bb_args *args)
{
    struct generating g = {
        .cli = cli,
        .wanted = DEFAULT_COUNT,
        .seed = 1,
        .hostile_percent = DEFAULT_HOSTILE,
        .max_bytes = BB_MAKER_DEFAULT_BYTES,
    };
    struct bb_err err = {0};
    size_t n;
    if (!read_command_line(args, &g))
        return BB_EXIT_USAGE;
    enum bb_status status = generate(&g, bb_args_rest(args, &n)[0], &err);
    if (g.n)
        print_summary(&g);
    bb_maker_free(&g.maker);
    return status == BB_OK ? BB_EXIT_OK : bb_print_failure(cli, status, &err);
}
