/*
 * tgl's queries.c. Queries of all sessions are in one tree, by numbers that are unique in a session
 * only, and a tree of two equal ones loses the one and keeps the other for ever. Here the run ends
 * with the second (tgl_known.h).
 */
#include "known_counts.h"
#include "mtproto-client.h"
#include "tgl_known.h"

#define tglmp_encrypt_send_message tgl_known_send
#include "queries.c"
