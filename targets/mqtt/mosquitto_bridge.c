/*
 * mqtt_mosquitto_bridge: the broker of mqtt_mosquitto_broker with a bridge (broker_bridge.h). The
 * input is the same; what client 7 does in it, the broker does that the bridge connects to.
 */
#include <brickbat/target.h>

#include "broker_bridge.h"
#include "broker_oracle.h"
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

/* Bytes allocated by the run and not freed. */
static size_t run_and_weigh(struct bb_bytes script)
{
    struct network network;
    size_t before = oracle_allocated_bytes();
    broker_run_script(&network, script);
    broker_run_end_sessions(&network);
    broker_run_close();
    size_t after = oracle_allocated_bytes();
    return after > before ? after - before : 0;
}

/* A first run may warm something up (a buffer of the C library); a leak is there in the second one,
 * too. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bb_bytes script = bb_bytes_of(data, size);
    size_t grown_bytes = run_and_weigh(script);
    if (grown_bytes)
        grown_bytes = run_and_weigh(script);
    oracle_memory(grown_bytes);
    return 0;
}
