#include "gpsd_report.h"

#include <brickbat/target.h>

#include <gps_json.h>

#include <string.h>

#include "gpsd_again.h"
#include "gpsd_json.h"
#include "gpsd_known.h"
#include "gpsd_sentence.h"

enum {
    JSON_BYTES = GPS_JSON_RESPONSE_MAX * 4, /* as in gpsd.c */
    NMEA_BYTES = MAX_PACKET_LENGTH * 3 + 2,
    STATE_LEXER = 1, /* ids for bb_state: the type of a packet, and that of a message */
    STATE_AIS = 64,
    STATE_RTCM2 = 128,
    STATE_RTCM3 = 192,
    STATE_RTCM3_FIRST = 1001,
};

static const struct gps_policy_t policy = {.watcher = true, .json = true, .nmea = true, .raw = 1};
static char json[JSON_BYTES]; /* what is sent to the client, one at a time */
static char nmea[NMEA_BYTES];
static size_t packets;

void gpsd_report_begin(void)
{
    packets = 0;
}

static void tell_state(const struct gps_device_t *device, gps_mask_t changed)
{
    bb_state(STATE_LEXER + (unsigned)device->lexer.type);
    if (changed & AIS_SET)
        bb_state(STATE_AIS + device->gpsdata.ais.type);
    if (changed & RTCM2_SET)
        bb_state(STATE_RTCM2 + device->gpsdata.rtcm2.type);
    if (changed & RTCM3_SET)
        bb_state(STATE_RTCM3 + device->gpsdata.rtcm3.type - STATE_RTCM3_FIRST);
}

static void check_numbers(const struct gps_data_t *data)
{
    BB_ORACLE(gpsd_satellites_fit,
              data->satellites_visible >= 0 && data->satellites_visible <= MAXCHANNELS,
              "more satellites are visible than there are places for");
    BB_ORACLE(gpsd_mode, data->fix.mode >= MODE_NOT_SEEN && data->fix.mode <= MODE_3D,
              "a fix is neither in two nor in three dimensions");
}

/* Any packet to a client that wants it raw: its bytes in hex. */
static void report_raw(struct gps_device_t *device)
{
    const char *packet = (const char *)device->lexer.outbuffer;
    size_t len = device->lexer.outbuflen;
    const char *hex = gpsd_hexdump(device->msgbuf, sizeof device->msgbuf, (char *)packet, len);
    BB_ORACLE(gpsd_hex_whole, strlen(hex) == 2 * len, "a packet in hex is cut short");
}

static void report_nmea(struct gps_device_t *device, gps_mask_t changed)
{
    if (changed & REPORT_IS) {
        nmea_tpv_dump(device, nmea, sizeof nmea);
        gpsd_sentence_check(nmea);
    }
    if (changed & (SATELLITE_SET | USED_IS)) {
        nmea_sky_dump(device, nmea, sizeof nmea);
        if (gpsd_known_is_sky_ended(&device->gpsdata))
            gpsd_sentence_check(nmea);
    }
    if (changed & SUBFRAME_SET) {
        nmea_subframe_dump(device, nmea, sizeof nmea);
        gpsd_sentence_check(nmea);
    }
}

/* As the daemon does with messages that came in NMEA 2000: in sentences. */
static void report_ais(struct gps_device_t *device)
{
    nmea_ais_dump(device, nmea, sizeof nmea);
    gpsd_sentence_check(nmea);
}

static void report_json(const struct gps_device_t *device, gps_mask_t changed)
{
    struct gps_policy_t scaled = policy;
    scaled.scaled = true;
    json_data_report(changed, device, &policy, json, sizeof json);
    gpsd_json_check(json);
    gpsd_again_check(json, device, changed, &policy);
    json_data_report(changed, device, &scaled, json, sizeof json);
    gpsd_json_check(json);
}

static void report_device(const struct gps_device_t *device)
{
    json_device_dump(device, json, sizeof json);
    gpsd_json_check(json);
}

static void relay_corrections(struct gps_device_t *device)
{
    if (device->device_type && device->device_type->rtcm_writer)
        device->device_type->rtcm_writer(device, (const char *)device->lexer.outbuffer,
                                         device->lexer.outbuflen);
}

void gpsd_report(struct gps_device_t *device, gps_mask_t changed)
{
    packets++;
    tell_state(device, changed);
    gpsd_known_mend(device, changed);
    check_numbers(&device->gpsdata);
    report_raw(device);
    if (changed & (DEVICEID_SET | DRIVER_IS))
        report_device(device);
    if (changed & (RTCM2_SET | RTCM3_SET))
        relay_corrections(device);
    if (!device->cycle_end_reliable && (changed & (LATLON_SET | MODE_SET)))
        changed |= REPORT_IS;
    if (!(changed & DATA_IS) || (changed & PASSTHROUGH_IS))
        return;
    if (GPS_PACKET_TYPE(device->lexer.type) && !TEXTUAL_PACKET_TYPE(device->lexer.type))
        report_nmea(device, changed);
    if (changed & AIS_SET)
        report_ais(device);
    if ((!(changed & AIS_SET) || gpsd_known_is_reportable(&device->gpsdata.ais)) &&
        (!(changed & RTCM3_SET) || gpsd_known_is_rtcm3_reportable(&device->gpsdata.rtcm3)))
        report_json(device, changed);
}

void gpsd_report_end(size_t input_bytes)
{
    BB_ORACLE(gpsd_packets_bounded, packets <= input_bytes, "there are more packets than bytes");
}
