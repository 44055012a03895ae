/*
 * mqtt_mosquitto_persist: the broker of mqtt_mosquitto_broker, saved and restored. When the script
 * is over, and the clients are still there, the broker saves its database to broker_disk.h. A
 * second broker reads it, as after a restart in that moment, and saves it again: the same must be
 * in it.
 */
#include <brickbat/target.h>

#include <stdlib.h>

#include "shim/clock.h"
#include "shim/clock_calls.h"

#include "broker_disk.h"
#include "broker_known.h"
#include "broker_run.h"
#include "broker_saved.h"
#include "broker_site.h"

static char database_name[] = "mosquitto.db";

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    site_configure();
    db.config->persistence = true;
    db.config->persistence_filepath = database_name;
    broker_run_warm_up();
    return 0;
}

/* As the broker does it when it is shut down. */
static void drop_clients(void)
{
    struct mosquitto *context, *next;
    HASH_ITER(hh_id, db.contexts_by_id, context, next)
    {
        context__cleanup(context, true);
    }
    context__free_disused();
}

/* Messages of clients that are not saved are saved, and restored for nobody: they stay. */
static void drop_unused(void)
{
    struct mosquitto_msg_store *message, *next;
    for (message = db.msg_store; message; message = next) {
        next = message->next;
        if (message->ref_count > 0)
            continue;
        known_unused_restored();
        db__msg_store_remove(message);
    }
}

static struct bb_bytes save(void)
{
    broker_disk_reset();
    BB_ORACLE(database_is_saved, persist__backup(true) == 0, "the database cannot be saved");
    return broker_disk_take();
}

/* The second broker, from db__open to db__close. Returns what it saved. */
static struct bb_bytes restart(struct bb_bytes file, uint64_t elapsed_ns)
{
    broker_run_reset();
    bb_shim_clock_advance_ns(elapsed_ns);
    network_read_clock();
    site_listener();
    broker_disk_put(file);
    BB_ORACLE(saved_is_read, db__open(db.config) == 0, "the saved database cannot be restored");
    struct bb_bytes again = save();
    drop_clients();
    drop_unused();
    broker_run_close();
    return again;
}

static void compare_restored(struct saved *before, struct bb_bytes file, uint64_t elapsed_ns)
{
    static struct saved after;
    struct bb_bytes again = restart(file, elapsed_ns);
    BB_ORACLE(saved_is_framed, saved_read(&after, again), "no database file");
    BB_ORACLE(persisted_is_restored, saved_same(before, &after),
              "what was saved before a restart is not what is saved after it");
    free((void *)(uintptr_t)again.ptr);
}

static void run(struct bb_bytes script)
{
    static struct saved before;
    struct network network;
    broker_disk_reset();
    broker_run_script(&network, script);
    struct bb_bytes file = save();
    uint64_t elapsed_ns = bb_shim_clock_elapsed_ns();
    int64_t now = bb_shim_time(NULL);
    broker_run_end_sessions(&network);
    broker_run_close();
    BB_ORACLE(saved_is_framed, saved_read(&before, file), "no database file");
    if (saved_has_expired(&before, now))
        known_expired_restored();
    else
        compare_restored(&before, file, elapsed_ns);
    free((void *)(uintptr_t)file.ptr);
    broker_disk_reset();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    broker_run_weighed(run, bb_bytes_of(data, size));
    return 0;
}
