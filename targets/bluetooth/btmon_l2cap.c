/*
 * BlueZ's monitor/l2cap.c; frames of which not all fragments came are given back at the end. PDUs
 * that meet a known fault are not handed on.
 */
#include <stdbool.h>
#include <stdint.h>

#include "monitor/att.h"
#include "monitor/avdtp.h"
#include "monitor/bnep.h"
#include "monitor/sdp.h"

#include "btmon_pdu.h"
#include "btmon_store.h"

struct l2cap_frame;
static void sdp_packet_guarded(const struct l2cap_frame *frame);
static void avdtp_packet_guarded(const struct l2cap_frame *frame);
static void bnep_packet_guarded(const struct l2cap_frame *frame);

static void att_packet_guarded(uint16_t index, bool in, uint16_t handle, uint16_t cid,
                               const void *data, uint16_t size)
{
    if (!btmon_pdu_is_known_att(handle, data, size))
        att_packet(index, in, handle, cid, data, size);
}

#define att_packet   att_packet_guarded
#define sdp_packet   sdp_packet_guarded
#define avdtp_packet avdtp_packet_guarded
#define bnep_packet  bnep_packet_guarded
#include "monitor/l2cap.c"
#undef sdp_packet
#undef avdtp_packet
#undef bnep_packet

static void sdp_packet_guarded(const struct l2cap_frame *frame)
{
    if (!btmon_pdu_is_known_sdp(frame->data, frame->size))
        sdp_packet(frame);
}

static void avdtp_packet_guarded(const struct l2cap_frame *frame)
{
    if (!btmon_pdu_is_known_avdtp(frame->data, frame->size))
        avdtp_packet(frame);
}

static void bnep_packet_guarded(const struct l2cap_frame *frame)
{
    if (!btmon_pdu_is_known_bnep(frame->data, frame->size))
        bnep_packet(frame);
}

void btmon_store_forget_fragments(void)
{
    for (uint16_t i = 0; i < MAX_INDEX; i++) {
        clear_fragment_buffer(i, false);
        clear_fragment_buffer(i, true);
    }
}
