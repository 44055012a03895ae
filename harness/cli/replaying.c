#include "cli/replaying.h"

#include "cli/output.h"
#include "cli/root.h"
#include "cli/run_plan.h"

enum { LEAST_RSS_MB = 16, MOST_RSS_MB = 1 << 20 };

bool bb_replaying_take(struct bb_replaying *replaying, const struct bb_args *args, int option)
{
    switch (option) {
    case BB_OPTION_TIMEOUT: return bb_args_seconds(args, &replaying->timeout_s);
    case BB_OPTION_RSS:
        return bb_args_number(args, LEAST_RSS_MB, MOST_RSS_MB, &replaying->rss_limit_mb);
    case BB_OPTION_NO_BUILD: replaying->no_build = true; return true;
    }
    return false;
}

int bb_replaying_begin(struct bb_replaying *replaying, const char *preset, const char *target)
{
    struct bb_cli *cli = replaying->cli;
    struct bb_err err = {0};
    enum bb_status status = bb_cli_enter_root(cli, &err);
    if (status != BB_OK)
        return bb_print_failure(cli, status, &err);
    int code =
        bb_prepare_preset(cli, preset, &target, 1, !replaying->no_build, &replaying->targets);
    if (code != BB_EXIT_OK)
        return code;
    status = bb_targets_find(&replaying->targets, target, &replaying->target, &err);
    return status == BB_OK ? BB_EXIT_OK : bb_print_failure(cli, status, &err);
}

void bb_replaying_end(struct bb_replaying *replaying)
{
    bb_targets_free(&replaying->targets);
}

struct bb_replay_options bb_replaying_how(const struct bb_replaying *replaying)
{
    return (struct bb_replay_options){
        .binary = replaying->target->binary,
        .timeout_ms = replaying->timeout_s * 1000,
        .rss_limit_mb = (unsigned)replaying->rss_limit_mb,
        .stop = replaying->cli->stop,
    };
}
