#include "gpsd_known.h"

#include <brickbat/target.h>

#include <stdlib.h>
#include <string.h>

enum {
    DRIVERS_MAX = 64,
    GREIS_HEADER_BYTES = 5,
    GREIS_CHECKSUM_BYTES = 1,
    FIELDS_PER_SATELLITE = 5,
    ONCORE_SATELLITES = 12
};

/* gpsd's table of drivers, as copies whose parser is ours. */
static struct gps_type_t drivers[DRIVERS_MAX];
static const struct gps_type_t *table[DRIVERS_MAX + 1];
static gps_mask_t (*parsers[DRIVERS_MAX])(struct gps_device_t *);

static size_t count(const char *text, char wanted)
{
    size_t n = 0;
    for (; *text; text++)
        n += *text == wanted;
    return n;
}

/* Ashtech's list of satellites is as long as it says, whatever there is room for, and whatever
 * fields the sentence has. */
static bool is_long_sat(const char *packet)
{
    static const char start[] = "$PASHR,SAT,";
    if (strncmp(packet, start, sizeof start - 1) != 0)
        return false;
    int n = atoi(packet + sizeof start - 1);
    return n > MAXCHANNELS || n * FIELDS_PER_SATELLITE + 2 > (int)count(packet, ',');
}

/* A list of indices is as long as its message. */
static bool is_long_si(const struct gps_lexer_t *lexer)
{
    const char *packet = (const char *)lexer->outbuffer;
    size_t around = GREIS_HEADER_BYTES + GREIS_CHECKSUM_BYTES;
    return lexer->type == GREIS_PACKET && strncmp(packet, "SI", 2) == 0 &&
           lexer->outbuflen > around + MAXCHANNELS;
}

/* The bits that fill up the last character are taken away, one digit of them, from however few
 * there are: an AIS message then goes on far behind its place. At most 5 can be meant. Fields end
 * at a comma or at an asterisk, so that the checksum of a sentence with a field too few is that
 * digit. */
static bool is_padded_beyond(const char *sentence)
{
    static const char ends[] = ",*";
    const char *payload = sentence, *end;
    for (unsigned n = 0; n < 5 && payload; n++) {
        payload = strpbrk(payload, ends);
        payload = payload ? payload + 1 : NULL;
    }
    end = payload ? strpbrk(payload, ends) : NULL;
    return end && (end[1] > '5' || (end[1] > '0' && end == payload)) && end[1] <= '9';
}

static bool is_passed_over(const struct gps_lexer_t *lexer)
{
    if (lexer->type == NMEA_PACKET && is_long_sat((const char *)lexer->outbuffer)) {
        BB_KNOWN(ashtech_satellites);
        return true;
    }
    if (lexer->type == AIVDM_PACKET && is_padded_beyond((const char *)lexer->outbuffer)) {
        BB_KNOWN(padded_beyond);
        return true;
    }
    if (is_long_si(lexer)) {
        BB_KNOWN(greis_satellites);
        return true;
    }
    return false;
}

/* Oncore's list of visible satellites is as long as an earlier message said, or what another driver
 * left in the union of all drivers' data. */
static void mend_oncore(struct gps_device_t *device)
{
    if (device->lexer.type != ONCORE_PACKET ||
        (device->driver.oncore.visible >= 0 && device->driver.oncore.visible <= ONCORE_SATELLITES))
        return;
    BB_KNOWN(oncore_visible);
    device->driver.oncore.visible = 0;
}

static void mend_flag(bool *flag)
{
    unsigned char *byte = (unsigned char *)flag;
    if (*byte <= true)
        return;
    BB_KNOWN(greis_flags);
    *byte = true;
}

/* What GREIS has seen are flags in that same union, and from another driver they are any bytes. */
static void mend_greis(struct gps_device_t *device)
{
    if (device->lexer.type != GREIS_PACKET)
        return;
    mend_flag(&device->driver.greis.seen_rt);
    mend_flag(&device->driver.greis.seen_uo);
    mend_flag(&device->driver.greis.seen_si);
    mend_flag(&device->driver.greis.seen_az);
    mend_flag(&device->driver.greis.seen_ec);
    mend_flag(&device->driver.greis.seen_el);
    mend_flag(&device->driver.greis.seen_raw);
}

/* There are as many satellites as a receiver says, whatever there is room for. */
static void mend_number(int *satellites)
{
    if (*satellites >= 0 && *satellites <= MAXCHANNELS)
        return;
    BB_KNOWN(satellites_unchecked);
    *satellites = 0;
}

static gps_mask_t parse(struct gps_device_t *device)
{
    size_t i = (size_t)(device->device_type - drivers);
    if (is_passed_over(&device->lexer))
        return 0;
    /* Packets with a wrong checksum, too, go to the driver that is in use. */
    if (drivers[i].packet_type == RTCM3_PACKET && gpsd_known_is_rtcm3_long(device->lexer.outbuffer))
        return 0;
    mend_oncore(device);
    mend_greis(device);
    gps_mask_t changed = parsers[i](device);
    mend_number(&device->gpsdata.satellites_visible);
    mend_number(&device->gpsdata.satellites_used);
    return changed;
}

void gpsd_known_start(void)
{
    size_t n = 0;
    for (; gpsd_drivers[n]; n++) {
        if (n == DRIVERS_MAX)
            abort();
        drivers[n] = *gpsd_drivers[n];
        parsers[n] = drivers[n].parse_packet;
        if (parsers[n])
            drivers[n].parse_packet = parse;
        table[n] = &drivers[n];
    }
    gpsd_drivers = table;
}
