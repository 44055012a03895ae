/*
 * What is wrong in BlueZ's SDP and known, so that runs do not end with it, or spend their time on
 * it. Each is counted as an oracle known_<bug> when it is met; README.md says what it is.
 */
#ifndef SDP_KNOWN_H
#define SDP_KNOWN_H

#include <stdbool.h>
#include <stddef.h>

/* A call begins, of which so many data elements can be made, at most. */
void known_begin(size_t max_elements);

/* Called for each data element; false if that is more. Before the first call there may be any. */
bool known_may_make_element(void);

void known_attribute_range_walk(void);
void known_alternative_leak(void);
void known_header_not_reckoned(void);

#endif
