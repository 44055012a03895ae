/*
 * AFL++: keeps a queue of its own, looks into the live corpus from time to time (-F), goes on after
 * crashes. Written for 4.04c.
 */
#include "campaign/engine.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/file.h"

enum { MAX_STATS_BYTES = 1024 * 1024, MAX_DATAGRAM_BYTES = 8 * 1024 };

static void get_instance_name(unsigned index, char *ret_name, size_t size)
{
    if (index == 0)
        snprintf(ret_name, size, "main");
    else
        snprintf(ret_name, size, "second%u", index);
}

void bb_engine_afl_folder(const struct bb_workdir *dir, unsigned index, char *ret_path, size_t size)
{
    char name[24];
    get_instance_name(index, name, sizeof name);
    snprintf(ret_path, size, "%s/%s", dir->afl, name);
}

static void set_live_statistics(const struct bb_engine *engine, struct bb_command *command)
{
    struct sockaddr_in here = {0};
    socklen_t size = sizeof here;
    if (engine->live_fd < 0 || getsockname(engine->live_fd, (struct sockaddr *)&here, &size) != 0)
        return;
    bb_command_set(command, "AFL_STATSD=1");
    bb_command_set(command, "AFL_STATSD_HOST=127.0.0.1");
    bb_command_set(command, "AFL_STATSD_PORT=%u", ntohs(here.sin_port));
}

static bool cores_are_piped(void)
{
    char first = '\0';
    FILE *pattern = fopen("/proc/sys/kernel/core_pattern", "re");
    if (pattern) {
        first = (char)fgetc(pattern);
        fclose(pattern);
    }
    return first == '|';
}

/* AFL++ refuses a user's ASAN_OPTIONS that lack these two. */
static void set_sanitizer(struct bb_command *command)
{
    const char *options = getenv("ASAN_OPTIONS");
    if (options && options[0])
        bb_command_set(command, "ASAN_OPTIONS=%s:abort_on_error=1:symbolize=0", options);
}

static void set_environment(const struct bb_engine *engine, struct bb_command *command)
{
    static const char *const always[] = {
        "AFL_NO_UI=1",      "AFL_SKIP_CPUFREQ=1",    "AFL_NO_AFFINITY=1",
        "AFL_AUTORESUME=1", "AFL_NO_CRASH_README=1", "AFL_SYNC_TIME=1",
    };
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        bb_command_set(command, "%s", always[i]);
    bb_command_set(command, "AFL_HANG_TMOUT=%" PRId64, engine->job->timeout_s * 1000);
    if (cores_are_piped())
        bb_command_set(command, "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1");
    const char *mutator = engine->target->mutator;
    if (mutator[0] && access(mutator, R_OK) == 0)
        bb_command_set(command, "AFL_CUSTOM_MUTATOR_LIBRARY=%s", mutator);
    set_live_statistics(engine, command);
    set_sanitizer(command);
}

static void command(const struct bb_engine *engine, struct bb_command *command)
{
    const struct bb_engine_job *job = engine->job;
    const struct bb_target_info *target = engine->target;
    char instance[24];
    get_instance_name(engine->index, instance, sizeof instance);
    bb_command_add(command, "afl-fuzz");
    bb_command_add(command, "-i");
    bb_command_add(command, "%s/input", job->dir->afl);
    bb_command_add(command, "-o");
    bb_command_add(command, "%s", job->dir->afl);
    bb_command_add(command, engine->index == 0 ? "-M" : "-S");
    bb_command_add(command, "%s", instance);
    if (engine->index == 0) {
        bb_command_add(command, "-F");
        bb_command_add(command, "%s", job->dir->corpus);
    }
    bb_command_add(command, "-t");
    bb_command_add(command, "%" PRId64, job->timeout_s * 1000);
    bb_command_add(command, "-m");
    bb_command_add(command, "none"); /* ASan reserves terabytes of addresses */
    if (job->is_seed_fixed) {
        bb_command_add(command, "-s");
        bb_command_add(command, "%" PRIu32, (uint32_t)(job->seed + engine->index));
    }
    if (target->max_len) {
        bb_command_add(command, "-G");
        bb_command_add(command, "%" PRIu64, target->max_len);
    }
    if (target->dictionary[0]) {
        bb_command_add(command, "-x");
        bb_command_add(command, "%s", target->dictionary);
    }
    if (job->runs) {
        bb_command_add(command, "-E");
        bb_command_add(command, "%" PRIu64, job->runs);
    }
    for (size_t i = 0; i < job->n_flags; i++)
        bb_command_add(command, "%s", job->flags[i]);
    bb_command_add(command, "--");
    bb_command_add(command, "%s", target->binary);
    set_environment(engine, command);
}

/* "[-] PROGRAM ABORT : words", with colours. */
static void see_line(void *user, struct bb_bytes line)
{
    static const char words[] = "PROGRAM ABORT : ";
    struct bb_engine *engine = user;
    const uint8_t *at = line.len ? memmem(line.ptr, line.len, words, strlen(words)) : NULL;
    if (!at)
        return;
    at += strlen(words);
    size_t used = 0;
    for (const uint8_t *end = line.ptr + line.len; at < end && used < 200; at++) {
        if (*at == 0x1b) {
            while (at < end && *at != 'm')
                at++;
            continue;
        }
        engine->complaint[used++] = (char)*at;
    }
    engine->complaint[used] = '\0';
}

static bool read_whole(const char *folder, const char *name, size_t max_bytes,
                       struct bb_buf *ret_text)
{
    char path[PATH_MAX];
    *ret_text = BB_BUF_INIT(max_bytes);
    return bb_path_join(path, sizeof path, folder, name) && access(path, R_OK) == 0 &&
           bb_file_read(path, ret_text, NULL) == BB_OK;
}

/* AFL++'s own files are up to a minute old. A socket on the loopback interface, at a port that the
 * kernel chooses, hears once a second. */
static void open_live_socket(struct bb_engine *engine)
{
    struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (engine->live_fd >= 0)
        return;
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0 && bind(fd, (struct sockaddr *)&any, sizeof any) == 0)
        engine->live_fd = fd;
    else if (fd >= 0)
        close(fd);
}

/* Untouched if there is no such file yet. */
static void read_stats_file(const struct bb_engine *engine, struct bb_engine_stats *stats)
{
    char folder[PATH_MAX];
    struct bb_buf text;
    bb_engine_afl_folder(engine->job->dir, engine->index, folder, sizeof folder);
    if (read_whole(folder, "fuzzer_stats", MAX_STATS_BYTES, &text))
        bb_afl_parse_stats(bb_buf_bytes(&text), stats);
    bb_buf_free(&text);
}

/* A session that is resumed goes on counting from what its file says. */
static void prepare(struct bb_engine *engine)
{
    struct bb_engine_stats file = {0};
    read_stats_file(engine, &file);
    engine->resumed_execs = file.execs;
    open_live_socket(engine);
}

/* The last word of the datagrams that have come. */
static void hear(const struct bb_engine *engine, struct bb_engine_stats *stats)
{
    uint8_t datagram[MAX_DATAGRAM_BYTES];
    ssize_t n;
    while (engine->live_fd >= 0 && (n = recv(engine->live_fd, datagram, sizeof datagram, 0)) > 0)
        bb_afl_parse_statsd(bb_bytes_of(datagram, (size_t)n), stats);
}

static void observe(struct bb_engine *engine)
{
    uint64_t resumed = engine->resumed_execs;
    struct bb_engine_stats live = engine->now, file = {0};
    live.execs += resumed;
    bb_log_tail_read(&engine->tail, engine->log, see_line, engine);
    hear(engine, &live);
    read_stats_file(engine, &file);
    engine->now = file.execs >= live.execs ? file : live;
    engine->now.execs -= engine->now.execs < resumed ? 0 : resumed;
    engine->loaded |= engine->now.execs > 0;
}

static enum bb_engine_end judge(const struct bb_engine *engine)
{
    if (engine->process.exit.code == 0)
        return BB_END_TOLD;
    return engine->now.execs ? BB_END_KILLED : BB_END_BARREN;
}

const struct bb_engine_kind bb_engine_afl = {
    .name = "afl",
    .prepare = prepare,
    .command = command,
    .observe = observe,
    .judge = judge,
};
