/*
 * snmp_netsnmp_pdu: net-snmp reads one message of version 1, 2c or 3, prints it, copies it, writes
 * it again and reads that.
 *
 * Input: one message, as it comes in a datagram.
 */
#include <brickbat/target.h>

#include "netsnmp_build.h"
#include "netsnmp_message.h"
#include "netsnmp_print.h"
#include "netsnmp_site.h"
#include "shim/heap.h"

enum {
    /* Of six bytes, the shortest variable, become a struct with room for the longest name. */
    MEMORY_PER_INPUT_BYTE = 256,
    MEMORY_BASE = 8192,
};

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    netsnmp_site_start();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    netsnmp_session session;
    bool is_read = false;
    netsnmp_site_begin();
    snmp_sess_init(&session);
    netsnmp_pdu *pdu = netsnmp_message_read(&session, bb_bytes_of(data, size), &is_read);
    bb_state(is_read ? (unsigned)pdu->command & 15 : 16);
    BB_ORACLE(snmp_memory, bb_shim_heap_peak_bytes() <= MEMORY_BASE + MEMORY_PER_INPUT_BYTE * size,
              "reading takes more memory for each byte than any variable does");
    netsnmp_message_check_sizes(pdu, size);
    netsnmp_print_check(pdu);
    if (is_read) {
        netsnmp_build_check_copies(pdu);
        netsnmp_build_check(&session, pdu);
    } else {
        netsnmp_print_error(&session);
    }
    snmp_free_pdu(pdu);
    netsnmp_site_end();
    return 0;
}
