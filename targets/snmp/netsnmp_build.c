#include "netsnmp_build.h"

#include <brickbat/target.h>

#include <net-snmp/library/snmp_api.h>

#include <net-snmp/library/lcd_time.h>
#include <net-snmp/library/tools.h>

#include <stdlib.h>

#include "shim/heap.h"

enum { BEGINNING_BYTES = 16 };

/* Messages that snmp_build refuses, by version; what it refuses of others is a fault. */
static bool is_sendable(const netsnmp_pdu *pdu)
{
    bool is_v1 = pdu->version == SNMP_VERSION_1;
    switch (pdu->command) {
    case SNMP_MSG_TRAP: return is_v1;
    case SNMP_MSG_REPORT: return pdu->version == SNMP_VERSION_3;
    case SNMP_MSG_INFORM:
    case SNMP_MSG_TRAP2: return !is_v1;
    case SNMP_MSG_GETBULK: return !is_v1 && pdu->non_repeaters >= 0 && pdu->max_repetitions >= 0;
    default: return true;
    }
}

static void check_reads_again(netsnmp_session *session, const netsnmp_pdu *pdu,
                              struct bb_bytes built)
{
    bool is_read = false;
    netsnmp_pdu *again = netsnmp_message_read(session, built, &is_read);
    BB_ORACLE(snmp_reads_again, is_read, "what was built cannot be read");
    BB_ORACLE(snmp_same_again, netsnmp_message_same(pdu, again),
              "what was built says something else");
    snmp_free_pdu(again);
}

/* Returns how long the message is; 0 if it cannot be sent. */
static size_t check_from_end(netsnmp_session *session, netsnmp_pdu *pdu)
{
    size_t size = BEGINNING_BYTES, len = 0;
    u_char *buffer = malloc(size);
    if (!buffer)
        abort();
    pdu->flags &= ~UCD_MSG_FLAG_FORWARD_ENCODE;
    int result = snmp_build(&buffer, &size, &len, session, pdu);
    BB_ORACLE(snmp_builds, (result == 0) == is_sendable(pdu),
              "a message is built that cannot be sent, or one that can is not");
    BB_ORACLE(snmp_built_inside, len <= size, "what was built is longer than its buffer");
    if (result == 0)
        check_reads_again(session, pdu, bb_bytes_of(buffer + size - len, len));
    bb_shim_free(buffer);
    return result == 0 ? len : 0;
}

/* Builds into a buffer of that size; the length, or 0 if it does not fit. */
static size_t build_from_front(netsnmp_session *session, netsnmp_pdu *pdu, u_char *buffer,
                               size_t size)
{
    size_t len = size, offset = 0;
    pdu->flags |= UCD_MSG_FLAG_FORWARD_ENCODE;
    int result = snmp_build(&buffer, &len, &offset, session, pdu);
    BB_ORACLE(snmp_built_inside_front, result != 0 || len <= size,
              "what was built is longer than its buffer");
    return result == 0 ? len : 0;
}

static void check_too_small(netsnmp_session *session, netsnmp_pdu *pdu, size_t size)
{
    u_char *buffer = malloc(size + 1);
    if (!buffer)
        abort();
    build_from_front(session, pdu, buffer, size);
    free(buffer);
}

/* Messages of version 3 have room for SNMP_MAX_MSG_SIZE here, and are given that. */
static void check_from_front(netsnmp_session *session, netsnmp_pdu *pdu, size_t size)
{
    u_char *buffer = malloc(size);
    if (!buffer)
        abort();
    size_t len = build_from_front(session, pdu, buffer, size);
    bool has_room = pdu->version != SNMP_VERSION_3 || len > 0;
    BB_ORACLE(snmp_builds_front, !has_room || (len > 0) == is_sendable(pdu),
              "a message is built that cannot be sent, or one that can is not");
    if (len > 0)
        check_reads_again(session, pdu, bb_bytes_of(buffer, len));
    free(buffer);
    if (len > 0 && pdu->version != SNMP_VERSION_3)
        check_too_small(session, pdu, (size_t)pdu->reqid % len);
}

/* The ID of an engine has at most 32 bytes. A longer one is read where it says who is asked, and
 * written where it says whose context is meant, where it is not read. */
static bool has_long_engine_id(const netsnmp_pdu *pdu)
{
    if (pdu->securityEngineIDLen <= SNMP_MAX_ENG_SIZE)
        return false;
    BB_KNOWN(engine_id_long);
    return true;
}

/* An engine that has started as often as can be counted is in nobody's time window any more (RFC
 * 3414, 3.2 7b). The message that says so is read, only those behind it are refused. */
static bool has_last_boots(const netsnmp_pdu *pdu)
{
    u_int boots, time;
    if (pdu->securityLevel == SNMP_SEC_LEVEL_NOAUTH ||
        get_enginetime(pdu->securityEngineID, (u_int)pdu->securityEngineIDLen, &boots, &time,
                       TRUE) != SNMPERR_SUCCESS ||
        boots != ENGINEBOOT_MAX)
        return false;
    BB_KNOWN(last_boots_read);
    return true;
}

static bool is_left_out(const netsnmp_pdu *pdu)
{
    return pdu->version == SNMP_VERSION_3 && (has_long_engine_id(pdu) || has_last_boots(pdu));
}

void netsnmp_build_check(netsnmp_session *session, netsnmp_pdu *pdu)
{
    if (is_left_out(pdu))
        return;
    size_t len = check_from_end(session, pdu);
    /* From the front, sequences have a length of three bytes whether they need it or not. */
    check_from_front(session, pdu, 2 * len + SNMP_MAX_MSG_SIZE);
}

static size_t count(const netsnmp_variable_list *variables)
{
    size_t n = 0;
    for (; variables; variables = variables->next_variable)
        n++;
    return n;
}

void netsnmp_build_check_copies(netsnmp_pdu *pdu)
{
    netsnmp_pdu *copy = snmp_clone_pdu(pdu);
    BB_ORACLE(snmp_copies, copy != NULL, "a message that was read cannot be copied");
    BB_ORACLE(snmp_copy_same, netsnmp_message_same(pdu, copy), "a copy says something else");
    snmp_free_pdu(copy);
    netsnmp_pdu *mended = snmp_fix_pdu(pdu, SNMP_MSG_GET);
    if (!mended)
        return;
    BB_ORACLE(snmp_mended_shorter, count(mended->variables) == count(pdu->variables) - 1,
              "without one variable there is not one less");
    snmp_free_pdu(mended);
}
