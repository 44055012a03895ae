/*
 * A fault of BlueZ's att.c that is mended (known_att.c), counted when it is met.
 */
#ifndef KNOWN_ATT_H
#define KNOWN_ATT_H

/* A request that was cancelled while the link went would have been told of its end. */
void known_cancelled_late(void);

#endif
