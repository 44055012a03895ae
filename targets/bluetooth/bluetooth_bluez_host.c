/*
 * bluetooth_bluez_host: the host stack of BlueZ's test emulator (emulator/bthost.c, smp.c): HCI,
 * L2CAP signalling, SMP with Secure Connections, Secure Simple Pairing and RFCOMM. It is what
 * BlueZ's own tests play the remote device with; in a device these layers are the kernel's.
 *
 * Input: what the controller sends, HCI packets over UART (H4), one behind the other. They are cut
 * by the lengths in their headers, and only whole ones are delivered, as a driver does, and of data
 * only what a controller may send (host_link.h).
 *
 * What the host does by itself follows from what the controller says (host_site.h), so that an
 * input need not choose it.
 */
#include <brickbat/target.h>

#include "host_packet.h"
#include "host_session.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    host_session_prepare();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    host_session_begin(NULL, NULL);
    for (size_t at = 0, len; at < size; at += len) {
        len = host_packet_len(data + at, size - at);
        if (len == 0)
            break; /* the rest is no whole packet */
        host_session_deliver(data + at, len);
    }
    host_session_end();
    return 0;
}
