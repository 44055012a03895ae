/*
 * The messages in the files that a user names: each file is one, but a capture holds many.
 */
#ifndef BB_CLI_MESSAGES_H
#define BB_CLI_MESSAGES_H

#include "cli/capture_options.h"

/* A message, valid during the call. */
struct bb_cli_message {
    const char *file; /* as the user must write it */
    struct bb_bytes bytes;
    const struct bb_seed *seed; /* of a capture; else NULL */
};

/* Anything but BB_OK ends the reading with that status. */
typedef enum bb_status bb_take_message(void *user, const struct bb_cli_message *message,
                                       struct bb_err *err);

/* Hands out the messages of one file, "-" being standard input. Of a capture, what was left out is
 * noted on stderr; one in which there is no message is BB_NOT_FOUND. */
BB_MUST_USE enum bb_status bb_messages_read(const struct bb_cli *cli,
                                            const struct bb_grammar *grammar, const char *path,
                                            const struct bb_capture_choice *choice,
                                            bb_take_message *take, void *user, struct bb_err *err);

/* Notes on stderr what was left out of the capture, one line a reason. */
void bb_note_left_out(const struct bb_cli *cli, const char *file,
                      const struct bb_cut_report *report);

/* "tcp 3, client 192.0.2.1:40000 to 192.0.2.2:1883, frame 7": what a seed is of. Appended. */
void bb_seed_describe(const struct bb_seed *seed, struct bb_buf *text);

/* All of a capture: opens, cuts, closes. The report is set whenever the file could be opened. */
BB_MUST_USE enum bb_status bb_capture_cut_file(const char *path, const struct bb_grammar *grammar,
                                               const struct bb_capture_choice *choice,
                                               bb_take_seed *take, void *user,
                                               struct bb_cut_report *ret_report,
                                               struct bb_err *err);

#endif
