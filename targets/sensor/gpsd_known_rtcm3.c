#include "gpsd_known.h"

#include <brickbat/target.h>

#include <string.h>

enum {
    HEADER_BYTES = 3,
    ANTENNA = 1007,
    ANTENNA_SERIAL = 1008,
    ANTENNA_RECEIVER = 1033,
    FIRST_COUNT = 6, /* where the first text of these says how long it is */
};

/* How many texts gpsd reads of a message. Behind the first stands a number of one byte. */
static unsigned texts_of(unsigned type)
{
    return type == ANTENNA ? 1 : type == ANTENNA_SERIAL ? 2 : type == ANTENNA_RECEIVER ? 4 : 0;
}

bool gpsd_known_is_rtcm3_long(const unsigned char *packet)
{
    unsigned n = texts_of((unsigned)packet[HEADER_BYTES] << 4 | packet[HEADER_BYTES + 1] >> 4);
    size_t at = FIRST_COUNT;
    for (unsigned i = 0; i < n; i++) {
        if (packet[at] > RTCM3_MAX_DESCRIPTOR) {
            BB_KNOWN(rtcm3_text_long);
            return true;
        }
        at += 1u + packet[at] + (i == 0);
    }
    return false;
}

/* Nothing but letters, digits and signs that stand for themselves in JSON. */
static bool is_plain(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || (unsigned char)*text > '~' || strchr("\"\\", *text))
            return false;
    return true;
}

static bool has_plain_texts(const struct rtcm3_t *rtcm3)
{
    switch (rtcm3->type) {
    case ANTENNA: return is_plain(rtcm3->rtcmtypes.rtcm3_1007.descriptor);
    case ANTENNA_SERIAL:
        return is_plain(rtcm3->rtcmtypes.rtcm3_1008.descriptor) &&
               is_plain(rtcm3->rtcmtypes.rtcm3_1008.serial);
    case ANTENNA_RECEIVER:
        return is_plain(rtcm3->rtcmtypes.rtcm3_1033.descriptor) &&
               is_plain(rtcm3->rtcmtypes.rtcm3_1033.serial) &&
               is_plain(rtcm3->rtcmtypes.rtcm3_1033.receiver) &&
               is_plain(rtcm3->rtcmtypes.rtcm3_1033.firmware);
    default: return true;
    }
}

/* A comma too many, a quotation mark too few, a list without brackets, a comma too few. */
static bool is_punctuated(const struct rtcm3_t *rtcm3)
{
    switch (rtcm3->type) {
    case 1003: return rtcm3->rtcmtypes.rtcm3_1003.header.satcount == 0;
    case 1011: return rtcm3->rtcmtypes.rtcm3_1011.header.satcount == 0;
    case 1013: return rtcm3->rtcmtypes.rtcm3_1013.ncount == 0;
    case 1014: return false;
    default: return true;
    }
}

bool gpsd_known_is_rtcm3_reportable(const struct rtcm3_t *rtcm3)
{
    if (!has_plain_texts(rtcm3)) {
        BB_KNOWN(rtcm3_unescaped);
        return false;
    }
    if (!is_punctuated(rtcm3)) {
        BB_KNOWN(rtcm3_punctuation);
        return false;
    }
    return true;
}

bool gpsd_known_is_rtcm3_read(unsigned type)
{
    if (texts_of(type) != 0)
        return true;
    BB_KNOWN(rtcm3_not_read);
    return false;
}
