/*
 * An outbox: a folder that messages are written to, one file each and no content twice, with an
 * index beside it, "FOLDER.jsonl", that says in one line of JSON what each file is. The folder
 * holds nothing but messages, so that engines can take it as a corpus.
 */
#ifndef BB_CLI_OUTBOX_H
#define BB_CLI_OUTBOX_H

#include <jansson.h>
#include <limits.h>

#include "base/distinct.h"
#include "cli/cli.h"

enum bb_outbox_mode {
    BB_OUTBOX_NEW,     /* the folder must be empty, or not there yet */
    BB_OUTBOX_REPLACE, /* the files of its index are removed first, no others */
    BB_OUTBOX_JOIN,    /* what is there stays; its contents are not written again */
};

/* The zero value is closed. */
struct bb_outbox {
    char folder[PATH_MAX];
    char index[PATH_MAX];
    FILE *stream; /* of the index, owned; opened with the first message */
    struct bb_distinct seen;
    uint64_t written;
    uint64_t duplicates;
};

/* `folder` as seen from the root. Makes nothing before the first message. BB_EXISTS when the folder
 * holds files that the mode does not allow for; BB_IO, BB_NO_MEMORY. */
BB_MUST_USE enum bb_status bb_outbox_open(const struct bb_cli *cli, const char *folder,
                                          enum bb_outbox_mode mode, struct bb_outbox *ret_outbox,
                                          struct bb_err *err);

/* True if the content has not been there yet; notes it. BB_NO_MEMORY. */
BB_MUST_USE enum bb_status bb_outbox_claim(struct bb_outbox *outbox, struct bb_bytes content,
                                           bool *ret_new, struct bb_err *err);

/* Writes a message that was claimed to "PREFIX-<start of its SHA-1>", and its line to the index:
 * `line`, an object, which is given back, with "file" in front. */
BB_MUST_USE enum bb_status bb_outbox_write(struct bb_outbox *outbox, const char *prefix,
                                           struct bb_bytes content, json_t *line,
                                           struct bb_err *err);

/* Ends the index. BB_IO when not all of it could be written. */
BB_MUST_USE enum bb_status bb_outbox_close(struct bb_outbox *outbox, struct bb_err *err);

#endif
