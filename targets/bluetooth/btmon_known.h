/*
 * Known faults of BlueZ's packet monitor that are passed over, each counted when it is met.
 */
#ifndef BTMON_KNOWN_H
#define BTMON_KNOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Would this packet or record meet one? Then it is counted, and must not be handed over. */
bool btmon_known(uint16_t index, unsigned opcode, const uint8_t *data, size_t len);

/* Does its text depend on what is behind it in memory? Printed twice for that, with other bytes
 * there. */
bool btmon_known_reads_on(uint16_t index, unsigned opcode, const uint8_t *data, size_t len);

/* Counted where they are told apart (btmon_att.c, btmon_pdu.c). All are true. */
bool btmon_known_no_handler(void);
bool btmon_known_no_link(void);
bool btmon_known_value_past_frame(void);
bool btmon_known_short_item(void);
bool btmon_known_empty_frame(void);
bool btmon_known_cut_option(void);
bool btmon_known_long_attribute(void);
bool btmon_known_past_table(void);
bool btmon_known_malformed_sdp(void);
bool btmon_known_shift(void);
bool btmon_known_signed_value(void);
bool btmon_known_long_bnep(void);
bool btmon_known_name_leak(void);

/* Is it of a kind whose function is known to take the length of parameters from them (its size is
 * a minimum), so that it may be asked whether it reads on? */
bool btmon_known_is_listed(unsigned opcode, const uint8_t *data, size_t len);

#endif
