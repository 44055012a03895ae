#include "campaign/preflight.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/folder.h"
#include "base/sha1.h"
#include "campaign/corpus.h"

enum { BATCH_FILES = 256 };

enum bb_status bb_preflight_seeds(const struct bb_preflight *flight, struct bb_err *err)
{
    const struct bb_target_info *target = flight->target;
    const char *corpus = flight->dir->corpus;
    struct bb_corpus_counts counts = {0};
    for (size_t i = 0; i < target->n_seeds; i++) {
        struct bb_err why = {0};
        enum bb_status status = bb_corpus_import(target->seeds[i], corpus, &counts, &why);
        if (status == BB_LIMIT || status == BB_NO_MEMORY)
            return BB_FAIL(err, status, "seeds: %s", why.what);
        if (status != BB_OK)
            bb_note(flight->notes, "seeds: %s", why.what);
    }
    if (counts.unreadable)
        bb_note(flight->notes,
                "%zu of %zu seeds cannot be read and are left out: check their permissions",
                counts.unreadable, counts.files);
    if (counts.files > counts.unreadable || bb_corpus_count(corpus) > 0)
        return BB_OK;
    return BB_FAIL(err, BB_NOT_FOUND,
                   "'%s' has no seed to begin with: put at least one input into %s", target->name,
                   target->n_seeds ? target->seeds[0] : corpus);
}

/* For a message: what a log says behind "ERROR: ", or else its first line. "" if it is empty. */
static void find_words(const struct bb_buf *log, char *ret_words, size_t size)
{
    static const char mark[] = "ERROR: ";
    struct bb_bytes rest = bb_buf_bytes(log), line = {NULL, 0};
    const uint8_t *at = log->len ? memmem(log->ptr, log->len, mark, strlen(mark)) : NULL;
    if (at)
        rest = bb_bytes_of(at + strlen(mark), log->len - (size_t)(at - log->ptr) - strlen(mark));
    ret_words[0] = '\0';
    if (bb_bytes_take_line(&rest, &line))
        snprintf(ret_words, size, ": %.*s", (int)(line.len < size ? line.len : size),
                 (const char *)line.ptr);
}

static enum bb_status keep_empty_input(const struct bb_workdir *dir, enum bb_replay_outcome outcome,
                                       struct bb_err *err)
{
    char path[PATH_MAX], sha1[BB_SHA1_TEXT_SIZE];
    bb_sha1((struct bb_bytes){NULL, 0}, sha1);
    snprintf(path, sizeof path, "%s/%s-%s", dir->aside, bb_replay_file_prefix(outcome), sha1);
    return bb_file_write(path, (struct bb_bytes){NULL, 0}, err);
}

enum bb_status bb_preflight_start(const struct bb_preflight *flight, struct bb_err *err)
{
    const char *binary = flight->replay->binary;
    struct bb_replay replay = {0};
    char words[200];
    enum bb_status status = bb_replay_run(flight->replay, "/dev/null", &replay, err);
    if (status != BB_OK)
        return status;
    find_words(&replay.log, words, sizeof words);
    if (replay.how.timed_out)
        status =
            BB_FAIL(err, BB_TIMEOUT,
                    "'%s' does not start: nothing happened for %.0f s; look at it with a debugger",
                    binary, (double)replay.how.took_ms / 1000);
    else if (replay.outcome != BB_REPLAY_OK && replay.how.code == 0)
        status =
            BB_FAIL(err, BB_CHILD_FAILED,
                    "'%s' does not start: it ends by itself, without an error, before its first "
                    "input is done",
                    binary);
    else if (replay.outcome == BB_REPLAY_UNREADABLE || replay.how.code == 127)
        status =
            BB_FAIL(err, BB_CHILD_FAILED, "'%s' does not start%s; build it again", binary, words);
    else if (replay.outcome != BB_REPLAY_OK) {
        bb_note(flight->notes, "the empty input already fails (%s%s)",
                bb_replay_outcome_text(replay.outcome), words);
        status = keep_empty_input(flight->dir, replay.outcome, err);
    }
    bb_replay_free(&replay);
    return status;
}

/* Under which name the user knows a corpus file. */
static void find_seed_name(const struct bb_target_info *target, const char *sha1,
                           char ret_name[PATH_MAX])
{
    struct bb_paths seeds = {0};
    for (size_t i = 0; i < target->n_seeds; i++) {
        if (bb_folder_files(target->seeds[i], &seeds, NULL) != BB_OK)
            continue;
    }
    for (size_t i = 0; i < seeds.n; i++) {
        struct bb_buf contents = BB_BUF_INIT(BB_INPUT_MAX_BYTES);
        char text[BB_SHA1_TEXT_SIZE] = "";
        if (bb_file_read(seeds.list[i], &contents, NULL) == BB_OK)
            bb_sha1(bb_buf_bytes(&contents), text);
        bb_buf_free(&contents);
        if (strcmp(text, sha1) == 0)
            snprintf(ret_name, PATH_MAX, "seed %s", seeds.list[i]);
    }
    bb_paths_free(&seeds);
}

/* Runs a suspect alone; if it fails there, too, it goes. */
static enum bb_status judge_suspect(const struct bb_preflight *flight, const char *path,
                                    size_t *n_aside, struct bb_err *err)
{
    struct bb_replay replay = {0};
    const char *name = bb_path_name(path);
    char aside[PATH_MAX], known_as[PATH_MAX];
    enum bb_status status = bb_replay_run(flight->replay, path, &replay, err);
    if (status != BB_OK)
        return status;
    enum bb_replay_outcome outcome = replay.outcome;
    bb_replay_free(&replay);
    if (outcome == BB_REPLAY_OK || outcome == BB_REPLAY_UNREADABLE)
        return BB_OK;
    snprintf(aside, sizeof aside, "%s/%s-%s", flight->dir->aside, bb_replay_file_prefix(outcome),
             name);
    if (rename(path, aside) != 0)
        return BB_FAIL_ERRNO(err, BB_IO, "cannot move '%s' to '%s'", path, aside);
    (*n_aside)++;
    snprintf(known_as, sizeof known_as, "corpus file %s", path);
    find_seed_name(flight->target, name, known_as);
    bb_note(flight->notes, "%s fails (%s): set aside for this run, and triaged", known_as,
            bb_replay_outcome_text(outcome));
    return BB_OK;
}

/* Runs a batch, again and again behind each suspect. */
static enum bb_status check_batch(const struct bb_preflight *flight, const char *const *files,
                                  size_t n, size_t *n_aside, struct bb_err *err)
{
    for (size_t at = 0; at < n; at++) {
        size_t fine = 0;
        enum bb_status status = bb_replay_many(flight->replay, files + at, n - at, &fine, err);
        at += fine;
        if (status == BB_OK && at < n)
            status = judge_suspect(flight, files[at], n_aside, err);
        if (status != BB_OK)
            return status;
    }
    return BB_OK;
}

enum bb_status bb_preflight_corpus(const struct bb_preflight *flight, int64_t budget_ms,
                                   size_t *ret_n_aside, struct bb_err *err)
{
    struct bb_paths files = {0};
    int64_t deadline_ms = bb_clock_ms() + budget_ms;
    size_t n_aside = 0, at = 0;
    enum bb_status status = bb_corpus_normalise(flight->dir->corpus, err);
    if (status == BB_OK)
        status = bb_folder_files(flight->dir->corpus, &files, err);
    while (status == BB_OK && at < files.n && bb_clock_ms() < deadline_ms) {
        size_t n = files.n - at < BATCH_FILES ? files.n - at : BATCH_FILES;
        status = check_batch(flight, (const char *const *)files.list + at, n, &n_aside, err);
        at += n;
    }
    if (status == BB_OK && at < files.n)
        bb_note(flight->notes, "time is short: %zu of %zu corpus files were not checked",
                files.n - at, files.n);
    bb_paths_free(&files);
    if (status == BB_OK)
        *ret_n_aside = n_aside;
    return status;
}
