/*
 * Data elements (Core Specification 5.4, Volume 3, Part B, 3), read by the specification and not by
 * BlueZ: what its server sends has to be one.
 */
#ifndef SDP_ELEMENT_H
#define SDP_ELEMENT_H

#include "base/bytes.h"

/* Takes one element off the front: its content. False, and nothing taken, if its header is reserved
 * or it does not fit. */
bool sdp_element_take(struct bb_bytes *cursor, uint8_t *ret_header, struct bb_bytes *ret_content);

/* True if the bytes are elements and nothing else, and so are the contents of all sequences and
 * alternatives in them. */
bool sdp_elements_are_whole(struct bb_bytes bytes);

/* True if elements that are whole have one with this header among them, at any depth. */
bool sdp_elements_have(struct bb_bytes bytes, uint8_t header);

/* True if the bytes are one sequence of attributes: identifiers of 16 bits and values in turn. */
bool sdp_is_attribute_list(struct bb_bytes bytes);

/* True if the bytes are one sequence of such lists. */
bool sdp_is_list_of_attribute_lists(struct bb_bytes bytes);

#endif
