/*
 * BlueZ's monitor/l2cap.c; frames of which not all fragments came are given back at the end. PDUs
 * that meet a known fault are not handed on.
 */
#include <stdbool.h>
#include <stdint.h>

#include "monitor/att.h"
#include "monitor/avctp.h"
#include "monitor/avdtp.h"
#include "monitor/bnep.h"
#include "monitor/sdp.h"

#include "btmon_pdu.h"
#include "btmon_store.h"

struct l2cap_frame;
static void sig_config_req(const struct l2cap_frame *frame);
static void sig_config_rsp(const struct l2cap_frame *frame);
static void avctp_packet_guarded(const struct l2cap_frame *frame);
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
#define avctp_packet avctp_packet_guarded
#define avdtp_packet avdtp_packet_guarded
#define bnep_packet  bnep_packet_guarded
/* Of these only the definitions are renamed; the table of signals has ours. */
#define sig_config_req(frame) sig_config_req_unguarded(frame)
#define sig_config_rsp(frame) sig_config_rsp_unguarded(frame)
#include "monitor/l2cap.c"
#undef sig_config_req
#undef sig_config_rsp
#undef sdp_packet
#undef avctp_packet
#undef avdtp_packet
#undef bnep_packet

static void sdp_packet_guarded(const struct l2cap_frame *frame)
{
    if (!btmon_pdu_is_known_sdp(frame->data, frame->size))
        sdp_packet(frame);
}

static void sig_config_req(const struct l2cap_frame *frame)
{
    if (!btmon_pdu_is_known_config(frame->data, frame->size,
                                   sizeof(struct bt_l2cap_pdu_config_req)))
        sig_config_req_unguarded(frame);
}

static void sig_config_rsp(const struct l2cap_frame *frame)
{
    if (!btmon_pdu_is_known_config(frame->data, frame->size,
                                   sizeof(struct bt_l2cap_pdu_config_rsp)))
        sig_config_rsp_unguarded(frame);
}

static void avctp_packet_guarded(const struct l2cap_frame *frame)
{
    if (!btmon_pdu_is_known_avctp(frame->data, frame->size))
        avctp_packet(frame);
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
