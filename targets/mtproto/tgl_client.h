/*
 * A tgl client, as an application makes it: a new one, or one that has logged in and waits for the
 * answers to a dozen queries, whose key, session and numbers of queries are the same in every run.
 */
#ifndef TGL_CLIENT_H
#define TGL_CLIENT_H

#include <tgl.h>

enum { TGL_CLIENT_DC = 2, TGL_CLIENT_MODULUS_BYTES = 256 };

#define TGL_CLIENT_SESSION_ID 0x0102030405060708

/* To be called within bb_shim_leave_run, as all here: a client that knows no data centre yet, but
 * the servers' public key. */
struct tgl_state *tgl_client_make(const unsigned char modulus[TGL_CLIENT_MODULUS_BYTES]);

/* Tells the client its data centre, which is the working one. */
struct tgl_dc *tgl_client_set_dc(struct tgl_state *client);

/* The one that has logged in. */
struct tgl_state *tgl_client_new(void);

/* What the application and tgl itself free. */
void tgl_client_free(struct tgl_state *client);

#endif
