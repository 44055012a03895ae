/*
 * ip_lwip_ip: lwIP's whole stack behind a link that carries packets without frames.
 *
 * Input: IPv4 and IPv6 packets, as lwip_session.h says.
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
    static const struct lwip_session session = {LWIP_LINK_IP, lwip_services_start,
                                                lwip_services_stop};
    lwip_session_run(&session, bb_bytes_of(data, size));
    return 0;
}
