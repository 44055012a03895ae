#include "netsnmp_known.h"

#include <brickbat/target.h>

#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static SecmodInMsg *decode;

/* Public and fixed upstream, though not in this version (issue 1065): how much of the message is
 * left for the security parameters is reckoned from the bytes that two pointers point to, not from
 * the pointers. It comes out as nearly 2^64, and lengths in there lead behind the message's end. */
static int decode_inside(struct snmp_secmod_incoming_params *params)
{
    u_char type;
    size_t left = params->wholeMsgLen - (size_t)(params->secParams - params->wholeMsg);
    if (asn_parse_sequence(params->secParams, &left, &type, ASN_OCTET_STR, "parameters"))
        return decode(params);
    BB_KNOWN(usm_remaining);
    return SNMPERR_USM_PARSEERROR; /* what the library says to it now */
}

void netsnmp_known_start(void)
{
    if (strcmp(bb_target.variant, "pristine") == 0)
        return;
    struct snmp_secmod_def *usm = find_sec_mod(USM_SEC_MODEL_NUMBER);
    if (!usm)
        abort();
    decode = usm->decode;
    usm->decode = decode_inside;
}
