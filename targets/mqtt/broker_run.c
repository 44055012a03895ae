#include "broker_run.h"

#include <string.h>

#include "shim/clock.h"
#include "shim/random.h"
#include "shim/snapshot.h"
#include "shim/socket.h"

#include "broker_bridge.h"
#include "broker_known.h"
#include "broker_oracle.h"
#include "broker_site.h"

void broker_run_reset(void)
{
    bb_shim_snapshot_restore();
    bb_shim_socket_reset();
    bb_shim_clock_reset();
    bb_shim_random_reset(0);
    network_read_clock();
}

void broker_run_script(struct network *network, struct bb_bytes script)
{
    broker_run_reset();
    db__open(db.config);
    sys_tree__init();
    broker_bridge_start();
    network_open(network, site_listener(), script);
    network_run(network);
}

void broker_run_end_sessions(struct network *network)
{
    network_close(network);
    broker_bridge_end();
    session_expiry__check();
    will_delay__check();
    context__free_disused();
    oracle_clients_gone();
}

void broker_run_close(void)
{
    retain__clean(&db.retains);
    oracle_store_empty();
    db__close();
    known_subs_settle();
}

void broker_run_warm_up(void)
{
    struct network network;
    network_warm_up();
    broker_run_script(&network, bb_bytes_of(NULL, 0));
    broker_run_close();
    struct mosquitto__config *config = db.config;
    memset(&db, 0, sizeof(db));
    db.config = config;
    bb_shim_snapshot_take();
}

void broker_run_whole(struct bb_bytes script)
{
    struct network network;
    broker_run_script(&network, script);
    broker_run_end_sessions(&network);
    broker_run_close();
}

/* Bytes allocated by the run and not freed. */
static size_t run_and_weigh(void (*run)(struct bb_bytes script), struct bb_bytes script)
{
    size_t before = oracle_allocated_bytes();
    run(script);
    size_t after = oracle_allocated_bytes();
    return after > before ? after - before : 0;
}

void broker_run_weighed(void (*run)(struct bb_bytes script), struct bb_bytes script)
{
    size_t grown_bytes = run_and_weigh(run, script);
    if (grown_bytes)
        grown_bytes = run_and_weigh(run, script);
    oracle_memory(grown_bytes);
}
