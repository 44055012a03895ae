/*
 * Faults of BlueZ's att.c and gatt-client.c that are mended (known_att.c, known_gatt_client.c),
 * counted when they are met.
 */
#ifndef KNOWN_ATT_H
#define KNOWN_ATT_H

/* A request that was cancelled while the link went would have been told of its end. */
void known_cancelled_late(void);

/* A registration that had to wait would have been lost when the link went. */
void known_registration_lost(void);

#endif
