#include "gpsd_known.h"

#include <brickbat/target.h>

#include <ctype.h>
#include <math.h>
#include <string.h>

#define YEAR_10000_S INT64_C(253402300800)
enum {
    DIGITS_MAX = 12,
    GNSSID_MAX = 7, /* gpsd_json.c */
    PER_SENTENCE = 4,
    NEAR_AXIS_M = 42698, /* WGS 84: the eccentricity squared times the radius */
};

/* GSA says how many dimensions a fix has; gpsd takes any number for it. */
static void mend_mode(struct gps_device_t *device)
{
    int mode = device->gpsdata.fix.mode;
    if (device->lexer.type != NMEA_PACKET || (mode >= MODE_NOT_SEEN && mode <= MODE_3D))
        return;
    BB_KNOWN(gsa_mode);
    device->gpsdata.fix.mode = MODE_NO_FIX;
    device->newdata.mode = MODE_NO_FIX;
}

/* A letter of a sentence becomes one of a report, be it a quotation mark. */
static void mend_letter(char *letter)
{
    if (*letter == '\0' || isalnum((unsigned char)*letter))
        return;
    BB_KNOWN(status_unescaped);
    *letter = '\0';
}

/* A course is what the receiver says, be it no angle. */
static void mend_course(double *course)
{
    if (!isfinite(*course) || (*course >= 0 && *course <= 360))
        return;
    BB_KNOWN(course_unchecked);
    *course = NAN;
}

/* Of a place this near to the Earth's axis the latitude is taken to be beyond the pole. */
static void mend_latitude(struct gps_fix_t *fix)
{
    if (!(fabs(fix->latitude) > 90) || !(hypot(fix->ecef.x, fix->ecef.y) < NEAR_AXIS_M))
        return;
    BB_KNOWN(ecef_latitude);
    fix->latitude = NAN;
    fix->longitude = NAN;
}

/* What is left of an azimuth that is no angle is within 359 degrees of north, on either side. */
static void mend_azimuths(struct gps_data_t *data)
{
    for (int i = 0; i < data->satellites_visible; i++) {
        if (!(data->skyview[i].azimuth < 0))
            continue;
        BB_KNOWN(azimuth_negative);
        data->skyview[i].azimuth = NAN;
    }
}

/* The system and the signal of a satellite are what a receiver says, be they none that there is. */
static void mend_systems(struct gps_data_t *data)
{
    for (int i = 0; i < data->satellites_visible; i++) {
        struct satellite_t *satellite = &data->skyview[i];
        if (satellite->gnssid <= GNSSID_MAX)
            continue;
        BB_KNOWN(system_unchecked);
        satellite->gnssid = 0;
    }
}

/* A report says the time of an attitude behind a comma too many, if it has one. */
static void mend_attitude(struct attitude_t *attitude)
{
    mend_letter(&attitude->mag_st);
    mend_letter(&attitude->pitch_st);
    mend_letter(&attitude->roll_st);
    mend_letter(&attitude->yaw_st);
    if (attitude->mtime.tv_sec <= 0)
        return;
    BB_KNOWN(attitude_time);
    attitude->mtime.tv_sec = 0;
}

/* A text that a receiver has logged is reported without quotation marks, and of two accuracies one
 * by the other's name. */
static void mend_log(struct gps_log_t *log)
{
    if (log->string[0] != '\0') {
        BB_KNOWN(log_unquoted);
        log->string[0] = '\0';
    }
    if (isfinite(log->tAcc) && isfinite(log->vAcc)) {
        BB_KNOWN(log_accuracy_twice);
        log->vAcc = NAN;
    }
}

void gpsd_known_read_again(void)
{
    BB_KNOWN(read_again);
}

void gpsd_known_month(void)
{
    BB_KNOWN(month_zero);
}

bool gpsd_known_is_time(const timespec_t *time)
{
    if (time->tv_sec < YEAR_10000_S && time->tv_nsec >= 0 && time->tv_nsec < 1000000000)
        return true;
    BB_KNOWN(time_unchecked);
    return false;
}

/* The client reads its time as a floating point number. */
static void mend_raw(struct rawdata_t *raw)
{
    if (raw->mtime.tv_sec < 0 || !gpsd_known_is_time(&raw->mtime))
        raw->mtime = (timespec_t){0};
}

void gpsd_known_mend(struct gps_device_t *device, gps_mask_t changed)
{
    mend_mode(device);
    mend_course(&device->gpsdata.fix.track);
    mend_course(&device->gpsdata.fix.magnetic_track);
    mend_latitude(&device->gpsdata.fix);
    if (changed & SATELLITE_SET) {
        mend_azimuths(&device->gpsdata);
        mend_systems(&device->gpsdata);
    }
    if (changed & RAW_IS)
        mend_raw(&device->gpsdata.raw);
    if (changed & ATTITUDE_SET)
        mend_attitude(&device->gpsdata.attitude);
    if (changed & LOG_SET)
        mend_log(&device->gpsdata.log);
}

static bool is_in_sky(const struct satellite_t *satellite)
{
    return satellite->PRN > 0 && fabs(satellite->elevation) <= 90 && satellite->azimuth >= 0 &&
           satellite->azimuth <= 359;
}

/* Satellites whose signal is no number are counted, but not listed: the last sentence does not
 * come to its end, as this is where the last one counted is listed. */
bool gpsd_known_is_sky_ended(const struct gps_data_t *data)
{
    unsigned counted = 0, listed = 0;
    for (int i = 0; i < data->satellites_visible; i++) {
        if (!is_in_sky(&data->skyview[i]))
            continue;
        counted++;
        listed += isfinite(data->skyview[i].ss) ? 1 : 0;
    }
    if (listed == counted || listed % PER_SENTENCE == 0)
        return true;
    BB_KNOWN(sky_unended);
    return false;
}

/* A satellite without a number is not listed, one with a number below 0 is listed, but not counted
 * by the client: a place in the list is lost by either. */
static bool has_hole(const struct gps_data_t *data)
{
    for (int i = 0; i < data->satellites_visible; i++)
        if (data->skyview[i].PRN < 0 ||
            (i > 0 && data->skyview[i].PRN != 0 && data->skyview[i - 1].PRN == 0))
            return true;
    return false;
}

/* The client reads numbers by itself, and not to the last digit that a double has. */
static bool has_long_number(const char *line)
{
    size_t digits = 0;
    for (; *line; line++) {
        digits = isdigit((unsigned char)*line) ? digits + 1 : 0;
        if (digits > DIGITS_MAX)
            return true;
    }
    return false;
}

/* The client takes one accuracy for the other. */
static void mend_ecef(struct gps_data_t *read)
{
    double accuracy = read->fix.ecef.pAcc;
    if (!isfinite(accuracy) && !isfinite(read->fix.ecef.vAcc))
        return;
    BB_KNOWN(ecef_accuracy_swapped);
    read->fix.ecef.pAcc = read->fix.ecef.vAcc;
    read->fix.ecef.vAcc = accuracy;
}

bool gpsd_known_mend_client(const char *line, const struct gps_data_t *said,
                            struct gps_data_t *read)
{
    mend_ecef(read);
    if (has_long_number(line)) {
        BB_KNOWN(long_number);
        return false;
    }
    if (strstr(line, "\"velN\":")) {
        BB_KNOWN(velocity_is_position); /* and that one is lost */
        return false;
    }
    if (strstr(line, "\"class\":\"SKY\"") && has_hole(said)) {
        BB_KNOWN(sky_hole);
        return false;
    }
    if (strstr(line, "\"class\":\"AIS\"") && !gpsd_known_is_ais_read(said->ais.type))
        return false;
    return !strstr(line, "\"class\":\"RTCM3\"") || gpsd_known_is_rtcm3_read(said->rtcm3.type);
}
