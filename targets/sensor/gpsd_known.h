/*
 * What is wrong in gpsd 3.22 and known, so that no run ends with it. Each is counted as an oracle
 * known_<name> (the replayer prints the counts); README.md says what each one is.
 */
#ifndef GPSD_KNOWN_H
#define GPSD_KNOWN_H

#include <gpsd_config.h> /* before all others of gpsd */

#include <gpsd.h>

/* Once, before anything of gpsd is called: it gets drivers that pass over packets which are known
 * to break memory, and give no more satellites than there is room for. */
void gpsd_known_start(void);

/* Before a packet is reported: what a report does not bear is replaced. */
void gpsd_known_mend(struct gps_device_t *device, gps_mask_t changed);

/* False if the last sentence about the satellites is one without its end. */
bool gpsd_known_is_sky_ended(const struct gps_data_t *data);

/* gpsd_known_ais.c: false for messages whose report would be no JSON; false for types of which the
 * client reads a part only. */
bool gpsd_known_is_reportable(const struct ais_t *ais);
bool gpsd_known_is_ais_read(unsigned type);

/* gpsd_known_rtcm3.c: true for packets with texts that there is no room for; false for messages
 * whose report would be no JSON, and for types that the client does not read whole. */
bool gpsd_known_is_rtcm3_long(const unsigned char *packet);
bool gpsd_known_is_rtcm3_reportable(const struct rtcm3_t *rtcm3);
bool gpsd_known_is_rtcm3_read(unsigned type);

/* After the client has read `line`: what it puts in the wrong place is put right. False if it is
 * beyond that, and what it has read cannot be compared. */
bool gpsd_known_mend_client(const char *line, const struct gps_data_t *said,
                            struct gps_data_t *read);

/* known_gpsutils.c: a date was in month 0; a time is in the years of four digits, and whole. */
void gpsd_known_month(void);
bool gpsd_known_is_time(const timespec_t *time);

/* known_packet.c: the lexer has read what it got too often. */
void gpsd_known_read_again(void);

/* known_driver_ais.c: a message lists more than there is room for, or has a longer name. */
void gpsd_known_long_list(void);
void gpsd_known_long_name(void);

#endif
