/*
 * What is wrong in BlueZ's SDP and known, so that runs do not end with it, or spend their time on
 * it. Each is counted as an oracle known_<bug> when it is met; README.md says what it is.
 */
#ifndef SDP_KNOWN_H
#define SDP_KNOWN_H

void known_attribute_range_walk(void);
void known_alternative_leak(void);
void known_header_not_reckoned(void);
void known_sequence_endless(void);
void known_length_negative(void);

#endif
