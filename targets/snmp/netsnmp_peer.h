/*
 * The one who sends: a user of the device, who has the keys.
 */
#ifndef NETSNMP_PEER_H
#define NETSNMP_PEER_H

#include <stddef.h>
#include <stdint.h>

/* Makes a digest of zeros the right one, if the message is of version 3 and of a user that the
 * library knows. No other digest is touched. */
void netsnmp_peer_sign(uint8_t *message, size_t size);

#endif
