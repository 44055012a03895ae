/* brickbat show TARGET|GRAMMAR FILE...: inputs decoded field by field, or summed up. */
#include <stdio.h>
#include <string.h>

#include "campaign/corpus.h"
#include "cli/grammar_word.h"
#include "cli/inputs.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/show_stats.h"

enum { MAX_TEXT_BYTES = 256 * 1024 * 1024, MAX_TITLE_BYTES = 512 };
enum { OPTION_STATS = 's', OPTION_WORST = 'w', OPTION_JSON = 'J' };

const struct poptOption bb_show_options[] = {
    BB_FLAG("stats", 0, OPTION_STATS, "how much of each file is in typed fields, and where not"),
    BB_FLAG("worst", 0, OPTION_WORST, "with --stats: the files with the least share first"),
    BB_FLAG("json", 0, OPTION_JSON, "with --stats: as JSON"),
    BB_CAPTURE_OPTIONS,
    POPT_TABLEEND,
};

struct showing {
    struct bb_cli *cli;
    const struct bb_grammar *grammar;
    struct bb_capture_choice choice;
    struct bb_show_stats_options stats_options;
    bool stats;
    bool titles;
};

static void print_title(const struct bb_cli_message *message)
{
    struct bb_buf text = BB_BUF_INIT(MAX_TITLE_BYTES);
    if (message->seed) {
        bb_buf_append_str(&text, ": ");
        bb_seed_describe(message->seed, &text);
    }
    printf("%s%s: %zu bytes\n", message->file, bb_buf_str(&text), message->bytes.len);
    bb_buf_free(&text);
}

static enum bb_status show_message(void *user, const struct bb_cli_message *message,
                                   struct bb_err *err)
{
    const struct showing *s = user;
    struct bb_buf text = BB_BUF_INIT(MAX_TEXT_BYTES);
    enum bb_status status = bb_show(s->grammar, message->bytes,
                                    s->cli->colour_out ? BB_SHOW_COLOUR : BB_SHOW_PLAIN, &text);
    if (status == BB_OK && (s->titles || message->seed))
        print_title(message);
    if (status == BB_OK)
        fwrite(text.ptr, 1, text.len, stdout);
    else if (status == BB_LIMIT)
        BB_FAIL(err, BB_LIMIT, "'%s' is too large to show", message->file);
    bb_buf_free(&text);
    return status;
}

static enum bb_status show_all(struct showing *s, const char *const *words, size_t n,
                               struct bb_err *err)
{
    struct bb_paths files = {0};
    enum bb_status status = bb_cli_find_grammar(s->cli, words[0], &s->grammar, err);
    if (status == BB_OK)
        status = bb_inputs_collect_or_stdin(s->cli, words + 1, n - 1, &files, err);
    s->titles = files.n > 1;
    if (status == BB_OK && s->stats)
        status = bb_show_stats(s->cli, s->grammar, &files, &s->choice, &s->stats_options, err);
    else
        for (size_t i = 0; i < files.n && status == BB_OK; i++)
            status = bb_messages_read(s->cli, s->grammar, files.list[i], &s->choice, show_message,
                                      s, err);
    bb_paths_free(&files);
    return status;
}

static bool read_command_line(struct bb_args *args, struct showing *s)
{
    int option;
    bool good = true;
    while (good && (option = bb_args_next(args)) > 0) {
        switch (option) {
        case OPTION_STATS: s->stats = true; break;
        case OPTION_WORST: s->stats_options.worst_first = true; break;
        case OPTION_JSON: s->stats_options.json = true; break;
        default: good = bb_capture_option(s->cli, args, option, &s->choice); break;
        }
    }
    if (!good || option != 0)
        return false;
    if (!s->stats && (s->stats_options.worst_first || s->stats_options.json)) {
        bb_print_error(s->cli, "--%s goes with --stats", s->stats_options.json ? "json" : "worst");
        return false;
    }
    return bb_capture_options_fit(s->cli, &s->choice) && bb_args_expect(args, 2, SIZE_MAX);
}

int bb_cmd_show(struct bb_cli *cli, struct bb_args *args)
{
    struct showing showing = {.cli = cli, .choice = BB_CAPTURE_CHOICE_INIT};
    struct bb_err err = {0};
    size_t n;
    if (!read_command_line(args, &showing))
        return BB_EXIT_USAGE;
    const char *const *words = bb_args_rest(args, &n);
    enum bb_status status = show_all(&showing, words, n, &err);
    return status == BB_OK ? BB_EXIT_OK : bb_print_failure(cli, status, &err);
}
