/*
 * The daemon around libgpsd: one receiver on a serial line, one client that watches everything.
 */
#ifndef GPSD_SITE_H
#define GPSD_SITE_H

#include <gpsd_config.h> /* before all others of gpsd */

#include <gpsd.h>

#include "base/bytes.h"

/* Once, before the first run: opens the line, and remembers how gpsd is then. */
void gpsd_site_start(void);

/* A run: gpsd as it was then, which gets the bytes over its line until it closes it; then it lets
 * go of the receiver. */
void gpsd_site_run(struct bb_bytes input);

#endif
