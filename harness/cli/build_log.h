/*
 * What a build's log says: how far it is, and what went wrong first.
 */
#ifndef BB_CLI_BUILD_LOG_H
#define BB_CLI_BUILD_LOG_H

#include <stdbool.h>

#include "base/buf.h"

enum { BB_BUILD_PROGRESS_SIZE = 72 };

/* Ninja's last "[12/40] ..." line, cut to fit. False if there is none yet. */
bool bb_build_log_progress(const char *log_path, char ret_text[static BB_BUILD_PROGRESS_SIZE]);

/* Appends the first error with the lines that belong to it, each indented by two; the log's last
 * lines if nothing in it looks like an error. */
void bb_build_log_errors(const char *log_path, struct bb_buf *ret_text);

#endif
