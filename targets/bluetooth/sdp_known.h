/*
 * What is wrong in BlueZ's SDP and known, so that runs do not end with it, or spend their time on
 * it. Each is counted as an oracle known_<bug> when it is met; README.md says what it is.
 */
#ifndef SDP_KNOWN_H
#define SDP_KNOWN_H

#include <stdbool.h>
#include <stddef.h>

/* An input begins, of which so many data elements can be read, at most. */
void known_begin(size_t max_elements);

/* Called for each data element that is read, and each text; false if that is more. Before the first
 * input there may be any. */
bool known_may_read_element(void);

/* It was more, so what was read last may have no end. */
bool known_has_given_up(void);

void known_pattern_walk(void);
void known_attribute_range_walk(void);
void known_alternative_leak(void);
void known_header_not_reckoned(void);
void known_sequence_endless(void);

/* True if it is to be mended: not if BRICKBAT_UNROUTED names it. */
bool known_length_negative(void);

#endif
