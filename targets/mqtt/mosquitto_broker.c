/*
 * mqtt_mosquitto_broker: the mosquitto broker, several clients, and time. The input is the script
 * described in broker_script.h; broker_network.h says how it is played, broker_site.h how the
 * broker is configured, broker_oracle.h what must hold, broker_run.h what a run is.
 */
#include <brickbat/target.h>

#include "broker_run.h"
#include "broker_site.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    site_configure();
    broker_run_warm_up();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    broker_run_weighed(broker_run_whole, bb_bytes_of(data, size));
    return 0;
}
