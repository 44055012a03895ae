/*
 * What was read, as text.
 */
#ifndef NETSNMP_PRINT_H
#define NETSNMP_PRINT_H

#include "netsnmp_message.h"

/* Prints the first variables, each in one of the forms that net-snmp's programs offer: into a
 * buffer that is large, and into one that is not. */
void netsnmp_print_check(const netsnmp_pdu *pdu);

/* What went wrong, in words. */
void netsnmp_print_error(netsnmp_session *session);

#endif
