/*
 * What was read is written again, and is the same when it is read again.
 */
#ifndef NETSNMP_BUILD_H
#define NETSNMP_BUILD_H

#include "netsnmp_message.h"

/* The library has two encoders: from the end into a buffer that grows, and from the front into one
 * that does not. The second one is also given too small a buffer. */
void netsnmp_build_check(netsnmp_session *session, netsnmp_pdu *pdu);

/* Copies: the whole, and without the variable that an error is about. */
void netsnmp_build_check_copies(netsnmp_pdu *pdu);

#endif
