/*
 * What a program does with the records that a server sent, as bluetoothd does: read them, keep a
 * copy, write them to a file, read that again.
 */
#ifndef SDP_RECORD_H
#define SDP_RECORD_H

#include "base/bytes.h"

/* Attribute lists in a sequence, as a search for attributes brings them. */
void sdp_record_check_lists(struct bb_bytes lists);

/* One attribute list. */
void sdp_record_check_list(struct bb_bytes list);

#endif
