/*
 * What the daemon does with each packet: it tells its client, who watches in JSON, in NMEA and in
 * hex, and relays corrections to the receiver. What the client gets is looked at.
 */
#ifndef GPSD_REPORT_H
#define GPSD_REPORT_H

#include <gpsd_config.h> /* before all others of gpsd */

#include <gpsd.h>

/* A run begins. */
void gpsd_report_begin(void);

/* A packet of `device` has been parsed, `changed` says what it brought: the handler that
 * gpsd_multipoll calls. */
void gpsd_report(struct gps_device_t *device, gps_mask_t changed);

/* The run is over, its input had so many bytes. */
void gpsd_report_end(size_t input_bytes);

#endif
