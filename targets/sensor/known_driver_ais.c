/*
 * gpsd's driver_ais.c without messages that list more than there is room for: it does not check how
 * many waypoints, tidal windows, cargoes and targets there are, and writes behind their arrays. The
 * same happens with the extended name of a buoy.
 */
#include <gpsd_config.h>

#include <gpsd.h>

#include <bits.h>

#include "gpsd_known.h"

#define ais_binary_decode ais_binary_decode_of_room
#include "drivers/driver_ais.c"
#undef ais_binary_decode

enum {
    INTERNATIONAL = 1,
    MAX_WAYPOINTS = 16,
    AID = 21,
    AID_BITS = 272,           /* without an extension of its name */
    ROOM_BITS = 6 * (14 + 1), /* of an extension, one character more than there is room for */
};

struct list {
    unsigned type; /* of the message */
    unsigned dac_bit;
    unsigned fid;
    unsigned count_bit; /* of five bits; 0: as long as the message is */
    size_t max_bits;    /* then: of a message that is not too long */
};

static const struct list lists[] = {
    {6, 72, 14, 0, 97 + 3 * 93 - 1}, /* tidal windows, two versions of them */
    {6, 72, 32, 0, 97 + 3 * 88 - 1},
    {6, 72, 25, 0, 100 + 28 * 17},    /* cargoes */
    {6, 72, 28, 144, 0},              /* waypoints */
    {8, 40, 27, 112, 0},              /* waypoints */
    {8, 40, 17, 0, 56 + 4 * 122 - 1}, /* targets */
};

static bool has_room(const unsigned char *bits, size_t n)
{
    unsigned char *b = (unsigned char *)bits;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const struct list *list = &lists[i];
        if (ubits(b, 0, 6, false) != list->type ||
            ubits(b, list->dac_bit, 10, false) != INTERNATIONAL ||
            ubits(b, list->dac_bit + 10, 6, false) != list->fid)
            continue;
        if (list->count_bit)
            return ubits(b, list->count_bit, 5, false) <= MAX_WAYPOINTS;
        return n <= list->max_bits;
    }
    return true;
}

/* The name of a buoy and what extends it. */
static bool has_long_name(const unsigned char *bits, size_t n)
{
    return ubits((unsigned char *)bits, 0, 6, false) == AID && n >= AID_BITS + ROOM_BITS;
}

bool ais_binary_decode(const struct gpsd_errout_t *errout, struct ais_t *ais,
                       const unsigned char *bits, size_t bitlen,
                       struct ais_type24_queue_t *type24_queue)
{
    if (!has_room(bits, bitlen)) {
        gpsd_known_long_list();
        return false;
    }
    if (has_long_name(bits, bitlen)) {
        gpsd_known_long_name();
        return false;
    }
    return ais_binary_decode_of_room(errout, ais, bits, bitlen, type24_queue);
}
