/* brickbat log [FILE]: what a sanitizer's log says, as JSON. Needs no project. */
#include <stdio.h>

#include "base/file.h"
#include "cli/args.h"
#include "cli/json.h"
#include "cli/output.h"
#include "triage/report_json.h"
#include "triage/signature.h"

enum { OPTION_TARGET = 't', MAX_LOG_BYTES = 256 * 1024 * 1024 };

const struct poptOption bb_log_options[] = {
    BB_VALUE("target", 0, OPTION_TARGET, "names the state of time-outs and memory limits", "NAME"),
    POPT_TABLEEND,
};

static enum bb_status print_report(struct bb_bytes log, const char *target, struct bb_err *err)
{
    struct bb_arena arena = BB_ARENA_INIT(BB_REPORT_ARENA_BYTES);
    const struct bb_report_options options = {.target = target};
    struct bb_report report;
    struct bb_signature signature;
    enum bb_status status = bb_report_parse(&arena, log, &options, &report, err);
    if (status == BB_OK) {
        json_t *json = bb_report_to_json(&report);
        bb_signature_make(&report, &signature);
        json_object_set_new(json, "signature", bb_json_text(signature.text));
        bb_json_print(json);
    }
    bb_arena_free(&arena);
    return status;
}

int bb_cmd_log(struct bb_cli *cli, struct bb_args *args)
{
    const char *target = NULL;
    int option;
    size_t n;
    while ((option = bb_args_next(args)) > 0)
        target = bb_args_value(args);
    if (option != 0 || !bb_args_expect(args, 0, 1))
        return BB_EXIT_USAGE;
    const char *const *words = bb_args_rest(args, &n);
    struct bb_buf log = BB_BUF_INIT(MAX_LOG_BYTES);
    struct bb_err err = {0};
    enum bb_status status = bb_file_read(n ? words[0] : "-", &log, &err);
    if (status == BB_OK)
        status = print_report(bb_buf_bytes(&log), target, &err);
    bb_buf_free(&log);
    return status == BB_OK ? BB_EXIT_OK : bb_print_failure(cli, status, &err);
}
