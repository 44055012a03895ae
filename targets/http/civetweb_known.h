/*
 * Faults of civetweb 1.15 that a run meets so often that little else would be found. Each is let
 * pass where it is noticed, and counted as an oracle known_<fault>. README.md says what each one
 * is.
 */
#ifndef CIVETWEB_KNOWN_H
#define CIVETWEB_KNOWN_H

#include <stdbool.h>

#include "base/bytes.h"

/* Whether what stands where the head of a response should is one of
 * - error_body_of_head: the page of an error, behind the head of the answer to a HEAD
 * - error_without_head: that page alone, for a WebSocket
 * - version_echoed: a head with the version that the client named, which is none, or with all that
 *   it said from there on
 * All of them are the last thing that is sent. */
bool civetweb_known_head(struct bb_bytes rest, bool is_behind_head);

/* Whether this is the head of a file, which the client may have asked a part of. The length of a
 * part that goes past the end is one too large, or negative, or that of the whole file. What stands
 * behind it cannot be told then; this counts it. */
bool civetweb_is_file(struct bb_bytes head);
void known_range_past_end(void);

void known_length_overflow(void);
void known_chunk_overflow(void);
void known_form_busy_loop(void);

/* Public, CVE-2025-9648: true if it is passed over. */
bool known_form_nul_busy_loop(void);

#endif
