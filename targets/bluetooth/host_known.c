#include "host_known.h"

#include <brickbat/target.h>

#include "host_packet.h"

void host_known_short_smp(void)
{
    BB_KNOWN(short_smp);
}

void host_known_no_smp(void)
{
    BB_KNOWN(no_smp);
}

void host_known_short_rfcomm(void)
{
    BB_KNOWN(short_rfcomm);
}

void host_known_unasked_parameters(void)
{
    BB_KNOWN(unasked_parameters);
}

void host_known_long_list(void)
{
    BB_KNOWN(long_list);
}

void host_known_fixed_channel(void)
{
    BB_KNOWN(fixed_channel);
}

/* Core Specification, Volume 4, Part E, 7.7.65.13: of each report 24 bytes, the last of which
 * counts the data behind them. */
static bool reports_fit(const uint8_t *parameters, size_t len)
{
    size_t at = 1;
    for (unsigned n = parameters[0]; n; n--) {
        if (len - at < 24 || len - at - 24 < parameters[at + 23])
            return false;
        at += 24u + parameters[at + 23];
    }
    return true;
}

/* A count at the end of so many bytes, then as many handles. */
static bool handles_fit(const uint8_t *parameters, size_t len, size_t fixed)
{
    return len >= fixed && len - fixed >= 2u * parameters[fixed - 1];
}

static bool fields_fit(uint8_t subevent, const uint8_t *parameters, size_t len)
{
    switch (subevent) {
    case 0x0d: return len > 0 && reports_fit(parameters, len);
    case 0x19: return len >= 28;                        /* 7.7.65.25 */
    case 0x1b: return handles_fit(parameters, len, 18); /* 7.7.65.27 */
    case 0x1d: return handles_fit(parameters, len, 14); /* 7.7.65.29 */
    default: return true;
    }
}

bool host_known_cut_event(const uint8_t *packet, size_t len)
{
    if (packet[0] != HOST_PACKET_EVENT || packet[1] != 0x3e || len < 4 ||
        fields_fit(packet[3], packet + 4, len - 4))
        return false;
    BB_KNOWN(cut_event);
    return true;
}
