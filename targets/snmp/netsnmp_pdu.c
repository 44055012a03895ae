/*
 * snmp_netsnmp_pdu: net-snmp reads one message of version 1, 2c or 3.
 *
 * Input: one message, as it comes in a datagram.
 */
#include <brickbat/target.h>

#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include <net-snmp/library/snmp_api.h>

#include <stdlib.h>
#include <string.h>

#include "netsnmp_site.h"
#include "shim/heap.h"

/* The parser writes into the message (it zeroes digests): it gets a copy of exactly that size. */
static int parse(netsnmp_session *session, netsnmp_pdu *pdu, const uint8_t *data, size_t size)
{
    u_char *copy = malloc(size);
    if (!copy && size)
        abort();
    if (size)
        memcpy(copy, data, size);
    int result = snmp_parse(NULL, session, pdu, copy, size);
    free(copy);
    return result;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    netsnmp_site_start();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    netsnmp_session session;
    netsnmp_site_begin();
    snmp_sess_init(&session);
    netsnmp_pdu *pdu = snmp_pdu_create(0);
    if (!pdu)
        abort();
    int result = parse(&session, pdu, data, size);
    bb_state(result == 0 ? pdu->command & 15 : 16);
    BB_ORACLE(snmp_error_said, (result == 0) == (session.s_snmp_errno == 0),
              "a message is refused without an error, or read with one");
    snmp_free_pdu(pdu);
    netsnmp_site_end();
    return 0;
}
