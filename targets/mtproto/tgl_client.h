/*
 * A tgl client that has logged in, as an application makes it, and that waits for the answers to a
 * dozen queries. Its key, its session and the numbers of its queries are the same in every run.
 */
#ifndef TGL_CLIENT_H
#define TGL_CLIENT_H

#include <tgl.h>

enum { TGL_CLIENT_DC = 2 };

#define TGL_CLIENT_SESSION_ID 0x0102030405060708

/* To be called within bb_shim_leave_run. */
struct tgl_state *tgl_client_new(void);

/* What the application and tgl itself free. */
void tgl_client_free(struct tgl_state *client);

#endif
