#include "gpsd_known.h"

#include <brickbat/target.h>

#include <string.h>

enum {
    INTERNATIONAL = 1,
    SIGNAL = 19,
    INLAND = 200,
    EMMA_WARNING = 23,
    LOCK_ETA = 21,
    LOCK_RTA = 22,
};

static bool breaks_string(const char *text)
{
    return strpbrk(text, "\"\\") != NULL;
}

static bool breaks_eta(const struct ais_t *ais)
{
    return breaks_string(ais->type6.dac200fid21.country) ||
           breaks_string(ais->type6.dac200fid21.locode) ||
           breaks_string(ais->type6.dac200fid21.section) ||
           breaks_string(ais->type6.dac200fid21.terminal) ||
           breaks_string(ais->type6.dac200fid21.hectometre);
}

static bool breaks_rta(const struct ais_t *ais)
{
    return breaks_string(ais->type6.dac200fid22.country) ||
           breaks_string(ais->type6.dac200fid22.locode) ||
           breaks_string(ais->type6.dac200fid22.section) ||
           breaks_string(ais->type6.dac200fid22.terminal) ||
           breaks_string(ais->type6.dac200fid22.hectometre);
}

bool gpsd_known_is_reportable(const struct ais_t *ais)
{
    bool is_lock = ais->type == 6 && ais->type6.dac == INLAND;
    if ((is_lock && ais->type6.fid == LOCK_ETA && breaks_eta(ais)) ||
        (is_lock && ais->type6.fid == LOCK_RTA && breaks_rta(ais))) {
        BB_KNOWN(ais_unescaped);
        return false;
    }
    if (ais->type == 8 && ais->type8.dac == INLAND && ais->type8.fid == EMMA_WARNING) {
        BB_KNOWN(ais_class_twice);
        return false;
    }
    if (ais->type == 8 && ais->type8.dac == INTERNATIONAL && ais->type8.fid == SIGNAL) {
        BB_KNOWN(ais_signal);
        return false;
    }
    return true;
}

void gpsd_known_long_list(void)
{
    BB_KNOWN(ais_lists);
}

void gpsd_known_long_name(void)
{
    BB_KNOWN(ais_name_long);
}

bool gpsd_known_is_ais_read(unsigned type)
{
    if (type != 6 && type != 8 && type != 24)
        return true;
    BB_KNOWN(ais_not_read);
    return false;
}
