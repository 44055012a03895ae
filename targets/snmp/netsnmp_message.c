#include "netsnmp_message.h"

#include <brickbat/target.h>

#include <net-snmp/library/snmp_api.h>

#include <stdlib.h>
#include <string.h>

#include "netsnmp_peer.h"

netsnmp_pdu *netsnmp_message_read(netsnmp_session *session, struct bb_bytes bytes,
                                  bool *ret_is_read)
{
    u_char *copy = malloc(bytes.len ? bytes.len : 1);
    netsnmp_pdu *pdu = snmp_pdu_create(0);
    if (!copy || !pdu)
        abort();
    if (bytes.len)
        memcpy(copy, bytes.ptr, bytes.len);
    netsnmp_peer_sign(copy, bytes.len);
    int result = snmp_parse(NULL, session, pdu, copy, bytes.len);
    BB_ORACLE(snmp_error_said, (result == 0) == (session->s_snmp_errno == 0),
              "a message is refused without an error, or read with one");
    free(copy);
    *ret_is_read = result == 0;
    return pdu;
}

static bool fits(const netsnmp_variable_list *variable, size_t size)
{
    switch (variable->type) {
    case ASN_OBJECT_ID: return variable->val_len <= MAX_OID_LEN * sizeof(oid);
    case ASN_OCTET_STR:
    case ASN_IPADDRESS:
    case ASN_OPAQUE:
    case ASN_NSAP:
    case ASN_BIT_STR: return variable->val_len <= size;
    default: return variable->val_len <= sizeof variable->buf || !variable->val.string;
    }
}

void netsnmp_message_check_sizes(const netsnmp_pdu *pdu, size_t size)
{
    BB_ORACLE(snmp_community_fits, pdu->community_len <= size,
              "a community is longer than the message");
    for (const netsnmp_variable_list *v = pdu->variables; v; v = v->next_variable) {
        BB_ORACLE(snmp_name_fits, v->name_length <= MAX_OID_LEN && v->name_length <= size,
                  "a variable's name is longer than one can be");
        BB_ORACLE(snmp_value_fits, fits(v, size), "a value is longer than the message");
    }
}

/* An OID without bytes is read as one arc, and written as 0.0. */
static bool same_oid(const oid *a, size_t a_len, const oid *b, size_t b_len)
{
    static const oid zero[2] = {0};
    if (a_len < 2)
        a = zero, a_len = 2;
    if (b_len < 2)
        b = zero, b_len = 2;
    return a_len == b_len && memcmp(a, b, a_len * sizeof(oid)) == 0;
}

/* An INTEGER below the 32 bits that one may have is cut to 32 bits and negated, when it is read and
 * again when it is written: each time it becomes another one. */
static bool same_integer(long a, long b)
{
    if (a >= INT32_MIN)
        return a == b;
    BB_KNOWN(integer_negated);
    return true;
}

static bool same_counter(const struct counter64 *a, const struct counter64 *b)
{
    return a->low == b->low && a->high == b->high;
}

static bool same_value(const netsnmp_variable_list *a, const netsnmp_variable_list *b)
{
    switch (a->type) {
    case ASN_NULL:
    case SNMP_NOSUCHOBJECT:
    case SNMP_NOSUCHINSTANCE:
    case SNMP_ENDOFMIBVIEW: return true;
    case ASN_INTEGER: return same_integer(*a->val.integer, *b->val.integer);
    case ASN_COUNTER:
    case ASN_GAUGE:
    case ASN_TIMETICKS:
    case ASN_UINTEGER: return *a->val.integer == *b->val.integer;
    case ASN_COUNTER64:
    case ASN_OPAQUE_COUNTER64:
    case ASN_OPAQUE_U64:
    case ASN_OPAQUE_I64: return same_counter(a->val.counter64, b->val.counter64);
    case ASN_OBJECT_ID:
        return same_oid(a->val.objid, a->val_len / sizeof(oid), b->val.objid,
                        b->val_len / sizeof(oid));
    default:
        return bb_bytes_equal(bb_bytes_of(a->val.string, a->val_len),
                              bb_bytes_of(b->val.string, b->val_len));
    }
}

static bool same_variables(const netsnmp_variable_list *a, const netsnmp_variable_list *b)
{
    for (; a && b; a = a->next_variable, b = b->next_variable) {
        if (!same_oid(a->name, a->name_length, b->name, b->name_length) || a->type != b->type ||
            !same_value(a, b))
            return false;
    }
    return !a && !b;
}

static bool same_trap(const netsnmp_pdu *a, const netsnmp_pdu *b)
{
    return same_oid(a->enterprise, a->enterprise_length, b->enterprise, b->enterprise_length) &&
           memcmp(a->agent_addr, b->agent_addr, sizeof a->agent_addr) == 0 &&
           same_integer(a->trap_type, b->trap_type) &&
           same_integer(a->specific_type, b->specific_type) && a->time == b->time;
}

/* -1 stands for a field that is not set, and is written as 0. */
static bool same_plain(const netsnmp_pdu *a, const netsnmp_pdu *b)
{
    return same_integer(a->reqid, b->reqid) &&
           same_integer(a->errstat == -1 ? 0 : a->errstat, b->errstat == -1 ? 0 : b->errstat) &&
           same_integer(a->errindex == -1 ? 0 : a->errindex, b->errindex == -1 ? 0 : b->errindex);
}

/* Who does not name the context's engine means the one that is asked. */
static bool same_security(const netsnmp_pdu *a, const netsnmp_pdu *b)
{
    return a->msgid == b->msgid && a->securityModel == b->securityModel &&
           a->securityLevel == b->securityLevel &&
           bb_bytes_equal(bb_bytes_of(a->securityEngineID, a->securityEngineIDLen),
                          bb_bytes_of(b->securityEngineID, b->securityEngineIDLen)) &&
           bb_bytes_equal(bb_bytes_of(a->securityName, a->securityNameLen),
                          bb_bytes_of(b->securityName, b->securityNameLen)) &&
           bb_bytes_equal(bb_bytes_of(a->contextName, a->contextNameLen),
                          bb_bytes_of(b->contextName, b->contextNameLen)) &&
           (a->contextEngineIDLen == 0 || b->contextEngineIDLen == 0 ||
            bb_bytes_equal(bb_bytes_of(a->contextEngineID, a->contextEngineIDLen),
                           bb_bytes_of(b->contextEngineID, b->contextEngineIDLen)));
}

bool netsnmp_message_same(const netsnmp_pdu *a, const netsnmp_pdu *b)
{
    return a->version == b->version && a->command == b->command &&
           bb_bytes_equal(bb_bytes_of(a->community, a->community_len),
                          bb_bytes_of(b->community, b->community_len)) &&
           (a->version != SNMP_VERSION_3 || same_security(a, b)) &&
           (a->command == SNMP_MSG_TRAP ? same_trap(a, b) : same_plain(a, b)) &&
           same_variables(a->variables, b->variables);
}
