/*
 * mqtt_mosquitto_broker: the mosquitto broker, several clients, and time. The input is the script
 * described in broker_script.h; broker_network.h says how it is played, broker_site.h how the
 * broker is configured, broker_oracle.h what must hold, broker_run.h what a run is.
 */
#include <brickbat/target.h>

#include "broker_oracle.h"
#include "broker_run.h"
#include "broker_site.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    site_configure();
    broker_run_warm_up();
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
