/*
 * The device that the emulated host is: three L2CAP services (SDP, RFCOMM, one of its own), an
 * RFCOMM channel, both modes of pairing.
 *
 * It connects by itself, to a device on LE when the controller has completed LE Set Scan Enable, to
 * one on BR/EDR when it has completed Write Scan Enable, and is the one who pairs as initiator from
 * then on.
 *
 * A link's handle says what the device does when the link comes up. Lowest two bits: 0 waits, 1
 * asks for pairing, 2 connects to RFCOMM channel 1 and asks for extended features, 3 listens to ATT
 * and to what comes on RFCOMM channel 1, and writes to it. The next two: 0 pairs with a display and
 * a button, 1 with nothing, 2 with a keyboard, 3 with a keyboard and without Secure Connections.
 */
#ifndef HOST_SITE_H
#define HOST_SITE_H

#include <stdbool.h>

#include "emulator/bthost.h"

void host_site_set_up(struct bthost *host);

/* Tells the engine what there is. */
void host_site_report(struct bthost *host);

#endif
