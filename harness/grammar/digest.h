/*
 * Digests over ranges of a message: what lift checks and render fills in once the message is done.
 */
#ifndef BB_GRAMMAR_DIGEST_H
#define BB_GRAMMAR_DIGEST_H

#include <brickbat/hook.h>

#include "grammar/frame.h"

enum { BB_MAX_DIGEST_WIDTH = 64 };

/* By enum bb_digest_kind but BB_DIGEST_KEYED, of the pieces one behind the other. */
uint64_t bb_digest(unsigned kind, const struct bb_bytes *pieces, unsigned n);

/* None is reached yet. */
void bb_ranges_clear(struct bb_range *ranges, unsigned n);

/* The message ended at this place. */
void bb_range_close(struct bb_range *range, size_t at);

/* Ranges that begin or end at this place take note of it. */
void bb_ranges_mark(struct bb_range *ranges, unsigned begins, unsigned ends, size_t at);

/* n bytes come in between at this place. */
void bb_ranges_shift(struct bb_range *ranges, unsigned n_ranges, size_t offset, size_t n);

/* Whether anything is known of what should stand in the field: a keyed one needs its hook. */
bool bb_digest_is_known(const struct bb_field *field, const struct bb_hooks *hooks);

/* What should stand in the field, given its closed range; 0 if that is not known. `frame` is that
 * of the field's message; `hooks` can be NULL. */
uint64_t bb_field_digest(const struct bb_field *field, const struct bb_hooks *hooks,
                         const struct bb_scope *frame, const struct bb_range *range);

#endif
