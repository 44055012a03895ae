/*
 * ip_lwip_sixlowpan: lwIP's IPv6 stack behind an IEEE 802.15.4 radio, compressed (6LoWPAN).
 *
 * Input: frames with their check sequences, as lwip_session.h says.
 */
#include <brickbat/target.h>

#include "lwip_device.h"
#include "lwip_services.h"
#include "lwip_session.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    lwip_device_prepare();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct lwip_session session = {LWIP_LINK_SIXLOWPAN, lwip_services_start,
                                                lwip_services_stop};
    lwip_session_run(&session, bb_bytes_of(data, size));
    return 0;
}
