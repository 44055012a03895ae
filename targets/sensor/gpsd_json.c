#include "gpsd_json.h"

#include <brickbat/target.h>

#include <jansson.h>

#include <stdbool.h>
#include <string.h>

struct range {
    const char *name; /* of the member */
    double min;
    double max;
};

static const struct range fix_ranges[] = {
    {"mode", 0, 3}, {"lat", -90, 90}, {"lon", -180, 180}, {"track", 0, 360}, {"magtrack", 0, 360},
};

static const struct range satellite_ranges[] = {
    {"az", 0, 360},
    {"el", -90, 90},
    {"gnssid", 0, 7},
};

/* What is not there is within. */
static bool is_within(const json_t *object, const struct range *range)
{
    const json_t *value = json_object_get(object, range->name);
    double number = json_number_value(value);
    return !json_is_number(value) || (number >= range->min && number <= range->max);
}

static void check_fix(const json_t *fix)
{
    for (size_t i = 0; i < sizeof fix_ranges / sizeof *fix_ranges; i++)
        BB_ORACLE(gpsd_fix_range, is_within(fix, &fix_ranges[i]),
                  "a fix has a number that cannot be");
}

static void check_sky(const json_t *sky)
{
    size_t i;
    json_t *satellite;
    json_array_foreach(json_object_get(sky, "satellites"), i, satellite)
    {
        for (size_t j = 0; j < sizeof satellite_ranges / sizeof *satellite_ranges; j++)
            BB_ORACLE(gpsd_satellite_range, is_within(satellite, &satellite_ranges[j]),
                      "a satellite has a number that cannot be");
    }
}

static void check_object(const json_t *object)
{
    const char *class_name = json_string_value(json_object_get(object, "class"));
    BB_ORACLE(gpsd_has_class, class_name != NULL, "an object does not say what it is");
    if (strcmp(class_name, "TPV") == 0)
        check_fix(object);
    if (strcmp(class_name, "SKY") == 0)
        check_sky(object);
}

void gpsd_json_check(const char *report)
{
    size_t len = strlen(report);
    while (len > 0) {
        json_error_t error;
        json_t *object =
            json_loadb(report, len, JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK, &error);
        BB_ORACLE(gpsd_is_json, object != NULL, "a report is not JSON");
        check_object(object);
        json_decref(object);
        report += error.position;
        len -= (size_t)error.position;
        BB_ORACLE(gpsd_line_ends, len >= 2 && memcmp(report, "\r\n", 2) == 0,
                  "an object does not end its line");
        report += 2;
        len -= 2;
    }
}
