#include "triage/finding.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/text.h"

struct bb_finding bb_finding_empty(void)
{
    return (struct bb_finding){.id = "",
                               .target = "",
                               .signature = "",
                               .engine = "",
                               .report = bb_report_empty(),
                               .input = "",
                               .input_min = "",
                               .input_sha1 = "",
                               .original_name = "",
                               .explanation = "",
                               .parser = "",
                               .version = "",
                               .variant = "",
                               .engines = "",
                               .harness_commit = "",
                               .bad_commit = "",
                               .good_commit = "",
                               .state_reason = "",
                               .merged_into = "",
                               .split_inputs = ""};
}

static const char *const state_texts[] = {
#define X(name, text) [name] = text,
    BB_FINDING_STATE_LIST(X)
#undef X
};

enum { STATES = sizeof state_texts / sizeof *state_texts };

const char *bb_finding_state_text(enum bb_finding_state state)
{
    return (size_t)state < STATES ? state_texts[state] : "open";
}

enum bb_status bb_finding_state_parse(const char *text, enum bb_finding_state *ret_state,
                                      struct bb_err *err)
{
    for (size_t i = 0; i < STATES; i++) {
        if (strcmp(text, state_texts[i]) == 0) {
            *ret_state = (enum bb_finding_state)i;
            return BB_OK;
        }
    }
    return BB_FAIL(err, BB_MALFORMED, "'%s' is no state of a finding", text);
}

bool bb_finding_change_state(struct bb_finding *finding, struct bb_arena *arena,
                             const struct bb_state_change *change)
{
    const size_t kept = finding->n_history < BB_FINDING_HISTORY_MAX ? finding->n_history
                                                                    : BB_FINDING_HISTORY_MAX - 1;
    struct bb_state_change *history = bb_arena_alloc(arena, (kept + 1) * sizeof *history);
    if (!history)
        return false;
    if (kept)
        memcpy(history, finding->history + finding->n_history - kept, kept * sizeof *history);
    history[kept] = *change;
    history[kept].from = finding->state;
    finding->history = history;
    finding->n_history = kept + 1;
    finding->state = change->to;
    finding->state_reason = change->why;
    return true;
}

static bool has_word(const char *words, const char *wanted)
{
    const size_t len = strlen(wanted);
    for (const char *word = words; *word;) {
        size_t n = strcspn(word, " ");
        if (n == len && memcmp(word, wanted, n) == 0)
            return true;
        word += n + (word[n] == ' ');
    }
    return false;
}

bool bb_finding_has_engine(const struct bb_finding *finding, const char *engine)
{
    return has_word(finding->engines, engine);
}

bool bb_finding_has_split(const struct bb_finding *finding, const char *sha1)
{
    return has_word(finding->split_inputs, sha1);
}

static const char split_mark[] = "|input ";

void bb_signature_split(const struct bb_signature *of, const char *sha1,
                        struct bb_signature *ret_signature)
{
    struct bb_signature signature;
    const size_t room = sizeof signature.text - sizeof split_mark - strlen(sha1);
    snprintf(signature.text, sizeof signature.text, "%.*s%s%s", (int)room, of->text, split_mark,
             sha1);
    signature.hash = bb_hash_bytes(BB_HASH_START, bb_bytes_str(signature.text));
    *ret_signature = signature;
}

bool bb_signature_is_of(const char *finding, const char *crash)
{
    const size_t n = strlen(crash);
    return strncmp(finding, crash, n) == 0 &&
           (finding[n] == '\0' || bb_text_starts_with(finding + n, split_mark));
}

const char *bb_finding_best_input(const struct bb_finding *finding)
{
    return *finding->input_min ? finding->input_min : finding->input;
}

bool bb_finding_command(const struct bb_finding *finding, enum bb_finding_command command,
                        struct bb_buf *out)
{
    const char *input = bb_finding_best_input(finding);
    switch (command) {
    case BB_COMMAND_REPRODUCE:
        return bb_buf_printf(out, "brickbat replay %s %s", finding->target, input);
    case BB_COMMAND_DEBUG:
        return bb_buf_printf(out, "brickbat replay --gdb %s %s", finding->target, input);
    case BB_COMMAND_MINIMIZE:
        return bb_buf_printf(out, "brickbat tmin %s %s", finding->target, finding->input);
    case BB_COMMAND_PROMOTE: return bb_buf_printf(out, "brickbat promote %s", finding->id);
    case BB_COMMAND_EXPORT:
        return bb_buf_printf(out, "brickbat finding %s --export %s", finding->id, finding->id);
    }
    return false;
}

static void add_comment(struct bb_buf *out, const char *text)
{
    for (; *text; text++)
        bb_buf_append_byte(out, (uint8_t)*text >= ' ' ? (uint8_t)*text : ' ');
}

/* The script lies three folders below the root, in reports/findings/<id>/. */
bool bb_finding_repro_script(const struct bb_finding *finding, struct bb_buf *out)
{
    bb_buf_append_str(out, "#!/bin/sh\n# ");
    add_comment(out, finding->report.crash_type);
    bb_buf_append_str(out, " in ");
    add_comment(out, finding->report.n_state ? finding->report.crash_state[0] : "?");
    bb_buf_append_str(out, "\n# ");
    add_comment(out, finding->parser);
    bb_buf_append_byte(out, ' ');
    add_comment(out, finding->version);
    bb_buf_append_byte(out, ' ');
    add_comment(out, finding->variant);
    bb_buf_append_str(out, "\ncd \"$(dirname \"$0\")/../../..\" || exit 2\n"
                           "PATH=\"$PWD/build/host:$PATH\"\n");
    bb_finding_command(finding, BB_COMMAND_REPRODUCE, out);
    return bb_buf_append_byte(out, '\n');
}

const char *bb_crash_name(const struct bb_report *report, const char *sha1,
                          char ret_name[static BB_CRASH_NAME_SIZE])
{
    static const struct {
        const char *type;
        const char *prefix;
    } prefixes[] = {{"Timeout", "timeout"},
                    {"Out-of-memory", "oom"},
                    {"Direct-leak", "leak"},
                    {"Indirect-leak", "leak"},
                    {"Slow-unit", "slow-unit"}};
    const char *prefix = "crash";
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strcmp(report->crash_type, prefixes[i].type) == 0)
            prefix = prefixes[i].prefix;
    snprintf(ret_name, BB_CRASH_NAME_SIZE, "%s-%s", prefix, sha1);
    return ret_name;
}
