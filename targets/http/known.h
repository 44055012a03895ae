/*
 * Faults of libmicrohttpd 0.9.75 that are known and would stop every run: what sees one passes over
 * it and counts it instead, under the name known_<id> among the oracles (the replayer prints the
 * counts). README.md says what each one is.
 */
#ifndef BB_HTTP_KNOWN_H
#define BB_HTTP_KNOWN_H

#include <brickbat/target.h>

#include "base/bytes.h"

/* True if an input is not to be run at all; counted. */
bool bb_http_leaves_out(struct bb_bytes input);

/* True if basic credentials are not to be decoded; counted. NULL is no credentials. */
bool bb_http_leaves_out_basic(const char *authorization);

/* What a failed assertion of the parser's calls (MHD_config.h): the known ones are counted, and the
 * parser goes on as a release does; any other one ends the process. */
void bb_http_assertion(const char *condition, const char *file, unsigned line,
                       const char *function);

/* Frees what a known fault has left on the parser's heap after this input; counted. */
void bb_http_free_leaks(struct bb_bytes input);

#endif
