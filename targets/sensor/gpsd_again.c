#include "gpsd_again.h"

#include <brickbat/target.h>

#include <gps_json.h>

#include <string.h>

#include "gpsd_known.h"

enum { LINE_BYTES = GPS_JSON_RESPONSE_MAX * 4 };

static struct gps_device_t echo; /* what the client has read, as if it were a receiver */
static struct gps_context_t echo_context;
static char again[LINE_BYTES];

/* Says what the client has read; false for classes that libgps does not read. */
static bool say_again(const char *line, gps_mask_t changed, const struct gps_policy_t *policy)
{
    const struct gps_data_t *data = &echo.gpsdata;
    const char *path = data->dev.path;
    size_t size = sizeof again;
    again[0] = '\0';
    if (strncmp(line, "{\"class\":\"TPV\"", 14) == 0)
        json_tpv_dump(changed, &echo, policy, again, size);
    else if (strncmp(line, "{\"class\":\"GST\"", 14) == 0)
        json_noise_dump(data, again, size);
    else if (strncmp(line, "{\"class\":\"SKY\"", 14) == 0)
        json_sky_dump(data, again, size);
    else if (strncmp(line, "{\"class\":\"ATT\"", 14) == 0)
        json_att_dump(data, again, size);
    else if (strncmp(line, "{\"class\":\"RAW\"", 14) == 0)
        json_raw_dump(data, again, size);
    else if (strncmp(line, "{\"class\":\"AIS\"", 14) == 0)
        json_aivdm_dump(&data->ais, path, policy->scaled, again, size);
    else if (strncmp(line, "{\"class\":\"RTCM2\"", 16) == 0)
        json_rtcm2_dump(&data->rtcm2, path, again, size);
    else if (strncmp(line, "{\"class\":\"RTCM3\"", 16) == 0)
        json_rtcm3_dump(&data->rtcm3, path, again, size);
    else
        return false;
    return true;
}

/* As gps_open does. */
static void begin_client(void)
{
    memset(&echo.gpsdata, 0, sizeof echo.gpsdata);
    gps_clear_fix(&echo.gpsdata.fix);
    gps_clear_att(&echo.gpsdata.attitude);
    gps_clear_dop(&echo.gpsdata.dop);
}

static void check_line(const char *line, const struct gps_data_t *said, gps_mask_t changed,
                       const struct gps_policy_t *policy)
{
    const char *end = NULL;
    begin_client();
    int status = libgps_json_unpack(line, &echo.gpsdata, &end);
    if (!gpsd_known_mend_client(line, said, &echo.gpsdata) || !say_again(line, changed, policy))
        return;
    BB_ORACLE(gpsd_report_reads, status == 0, "libgps cannot read what gpsd reports");
    BB_ORACLE(gpsd_report_same, strcmp(line, again) == 0,
              "libgps reads something else than gpsd reports");
}

void gpsd_again_check(const char *report, const struct gps_device_t *device, gps_mask_t changed,
                      const struct gps_policy_t *policy)
{
    static char line[LINE_BYTES];
    echo_context = *device->context;
    echo.context = &echo_context;
    for (size_t len; *report; report += len) {
        const char *end = strstr(report, "\r\n");
        len = end ? (size_t)(end - report) + 2 : strlen(report);
        memcpy(line, report, len);
        line[len] = '\0';
        check_line(line, &device->gpsdata, changed, policy);
    }
}
