/*
 * mqtt_mosquitto_bridge: the broker of mqtt_mosquitto_broker with a bridge (broker_bridge.h). The
 * input is the same; what client 7 does in it, the broker does that the bridge connects to.
 */
#include <brickbat/target.h>

#include "broker_bridge.h"
#include "broker_run.h"
#include "broker_site.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    site_configure();
    broker_run_warm_up();
    broker_bridge_configure();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    broker_run_weighed(broker_run_whole, bb_bytes_of(data, size));
    return 0;
}
