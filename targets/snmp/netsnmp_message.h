/*
 * One message between bytes and net-snmp's form of it.
 */
#ifndef NETSNMP_MESSAGE_H
#define NETSNMP_MESSAGE_H

#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include "base/bytes.h"

/* What the library makes of the bytes, to free with snmp_free_pdu whether it could read them or
 * not. It is given a copy of exactly that size, which it may write into (it zeroes digests); a
 * digest of zeros is made right before (netsnmp_peer.h). */
netsnmp_pdu *netsnmp_message_read(netsnmp_session *session, struct bb_bytes bytes,
                                  bool *ret_is_read);

/* Oracles: what was read is of a size that the bytes have room for. */
void netsnmp_message_check_sizes(const netsnmp_pdu *pdu, size_t size);

/* Do both say the same? All fields but those that the sender is free to choose again for each
 * message: sizes, flags, how lengths and numbers are encoded. */
bool netsnmp_message_same(const netsnmp_pdu *a, const netsnmp_pdu *b);

#endif
