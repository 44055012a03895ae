/*
 * The site of lwIP's web server: what it asks its application for (apps/httpd.h, apps/fs.h).
 *
 * /device.shtml has tags to fill in, /numbers is made while it is read, /set.cgi takes arguments;
 * /post, /manual (which opens the window itself) and /refuse take bodies. The rest is lwIP's own
 * pages.
 */
#ifndef LWIP_SITE_H
#define LWIP_SITE_H

#include "base/bytes.h"

/* Once for each run, before the server starts. */
void lwip_site_begin(struct bb_bytes input);
void lwip_site_start(void);

/* The connection is over; what began must have ended. */
void lwip_site_end(void);

#endif
