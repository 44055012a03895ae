/*
 * PDUs above L2CAP that meet known faults (btmon_known.h), told before the monitor has them.
 */
#ifndef BTMON_PDU_H
#define BTMON_PDU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Each is true, and counted, if the PDU is one.
 *
 * An ATT PDU on the link with this handle. */
bool btmon_pdu_is_known_att(uint16_t handle, const uint8_t *pdu, size_t len);

/* An SDP PDU that is not laid out as one, or is a part of an answer. */
bool btmon_pdu_is_known_sdp(const uint8_t *pdu, size_t len);

bool btmon_pdu_is_known_avdtp(const uint8_t *pdu, size_t len);

/* An AVRCP response with a value that fills the monitor's buffer for one. */
bool btmon_pdu_is_known_avctp(const uint8_t *pdu, size_t len);

/* A signal of L2CAP that configures a channel, with an option (behind head bytes) that is cut. */
bool btmon_pdu_is_known_config(const uint8_t *pdu, size_t len, size_t head);

/* A BNEP packet with an extension or an unknown control that is longer than what is left. */
bool btmon_pdu_is_known_bnep(const uint8_t *pdu, size_t len);

#endif
