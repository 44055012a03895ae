/*
 * mqtt_mosquitto_client: mosquitto's client library, and an application that uses it. The input is
 * what the broker sends, what the application asks for, and time: the script of client_script.h.
 *
 * The library runs by its own mosquitto_loop, which reads, writes and watches over the keep-alive.
 */
#include <brickbat/target.h>

#include "shim/clock.h"
#include "shim/heap.h"
#include "shim/random.h"
#include "shim/socket.h"

#include "client_app.h"
#include "client_network.h"

enum { HEAP_MAX_BYTES = 3 << 20, LEFT_OPEN = 0 };

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    client_network_warm_up();
    mosquitto_lib_init();
    return 0;
}

static void run(const struct client_setup *setup, struct bb_bytes script)
{
    static struct client_peer peer;
    struct client_app app;
    struct client_step step;
    peer_begin(&peer, setup);
    client_network_begin(&peer);
    bool is_open = app_open(&app, &peer, setup);
    while (is_open && client_take_step(&script, &step))
        app_play(&app, &step);
    app_close(&app);
    BB_ORACLE(sockets_closed, bb_shim_socket_open_count() == LEFT_OPEN,
              "the library leaves a socket open");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bb_bytes script = bb_bytes_of(data, size > PEER_STREAM_BYTES ? PEER_STREAM_BYTES : size);
    struct client_setup setup;
    if (!client_take_setup(&script, &setup))
        return 0;
    bb_shim_heap_begin(HEAP_MAX_BYTES);
    bb_shim_clock_reset();
    bb_shim_random_reset(0);
    run(&setup, script);
    bb_shim_heap_check_returned();
    return 0;
}
