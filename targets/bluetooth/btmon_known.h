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

/* Counted where they are told apart (btmon_att.c, btmon_pdu.c, ...), by functions that are true:
 * btmon_known_no_handler and so on. One function for each, as each is one oracle. */
#define BTMON_KNOWN_LIST(X) \
    X(no_handler)           \
    X(no_link)              \
    X(value_past_frame)     \
    X(short_item)           \
    X(empty_frame)          \
    X(cut_option)           \
    X(long_attribute)       \
    X(past_table)           \
    X(malformed_sdp)        \
    X(shift)                \
    X(signed_value)         \
    X(long_bnep)            \
    X(name_leak)

#define X(name) bool btmon_known_##name(void);
BTMON_KNOWN_LIST(X)
#undef X

/* Is it of a kind whose function is known to take the length of parameters from them (its size is
 * a minimum), so that it may be asked whether it reads on? */
bool btmon_known_is_listed(unsigned opcode, const uint8_t *data, size_t len);

#endif
