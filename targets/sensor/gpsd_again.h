/*
 * What gpsd says is read by its own client library, libgps, and said again.
 */
#ifndef GPSD_AGAIN_H
#define GPSD_AGAIN_H

#include <gpsd_config.h> /* before all others of gpsd */

#include <gpsd.h>

/* Oracles on a report of `device`, whose objects stand on a line each: those that libgps knows are
 * read, and what was read is reported in the same words. */
void gpsd_again_check(const char *report, const struct gps_device_t *device, gps_mask_t changed,
                      const struct gps_policy_t *policy);

#endif
