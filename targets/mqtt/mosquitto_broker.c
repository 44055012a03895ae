/*
 * mqtt_mosquitto_broker: the mosquitto broker, several clients, and time. The input is the script
 * described in broker_script.h; broker_network.h says how it is played, broker_site.h how the
 * broker is configured, broker_oracle.h what must hold.
 *
 * Every input gets a broker of its own, from db__open to db__close. What the broker keeps in static
 * variables (lists, times, $SYS counters) is put back from a snapshot.
 */
#include <brickbat/target.h>

#include "shim/clock.h"
#include "shim/random.h"
#include "shim/snapshot.h"
#include "shim/socket.h"

#include "broker_known.h"
#include "broker_network.h"
#include "broker_oracle.h"
#include "broker_site.h"

static void run_broker(struct network *network, struct bb_bytes script)
{
    bb_shim_snapshot_restore();
    bb_shim_socket_reset();
    bb_shim_clock_reset();
    bb_shim_random_reset(0);
    network_read_clock();
    db__open(db.config);
    sys_tree__init();
    network_open(network, site_listener(), script);
    network_run(network);
}

/* The clients hang up, and time passes until the last session and the last delayed will are over.
 * So whatever is still there then, the broker would have kept for ever. */
static void end_sessions(struct network *network)
{
    network_close(network);
    session_expiry__check();
    will_delay__check();
    context__free_disused();
    oracle_clients_gone();
}

static void close_broker(void)
{
    retain__clean(&db.retains);
    oracle_store_empty();
    db__close();
    known_subs_settle();
}

/* The first turn of a broker publishes some sixty messages below $SYS, and later ones what changed.
 * To have that behind them, all runs begin where a first turn ended: with what the broker remembers
 * in its static variables, and an empty database. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    struct network network;
    site_configure();
    network_warm_up();
    run_broker(&network, bb_bytes_of(NULL, 0));
    close_broker();
    struct mosquitto__config *config = db.config;
    memset(&db, 0, sizeof(db));
    db.config = config;
    bb_shim_snapshot_take();
    return 0;
}

/* Bytes allocated by the run and not freed. */
static size_t run_and_weigh(struct bb_bytes script)
{
    struct network network;
    size_t before = oracle_allocated_bytes();
    run_broker(&network, script);
    end_sessions(&network);
    close_broker();
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
