/*
 * Reports that the fork server's children need not print twice.
 *
 * AddressSanitizer tells us of an error before it prints anything about it. Where that happened is
 * hashed, return address by return address; in the children of one server equal code has equal
 * addresses. A child whose hash the server has seen ends there and then: printing costs more than
 * the run. Errors of other sanitizers, limits and oracles have no hash and are always printed.
 */
#ifndef BB_ENGINE_KNOWN_H
#define BB_ENGINE_KNOWN_H

#include <stdbool.h>
#include <stdint.h>

/* Once, before the first fork. Without memory for it, nothing is ever known. */
void bb_known_init(void);

/* Before each fork. brief: this child may leave out what is known. */
void bb_known_start(bool brief);

/* After the child's end: the hash of its error, 0 if there is none, and whether it was left out.
 * A report that was printed is known from now on. */
uint64_t bb_known_take(bool *ret_is_repeated);

#endif
