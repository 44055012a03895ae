#include "client_app.h"

#include <brickbat/target.h>

#include "mosquitto_internal.h"
#include "shim/clock.h"
#include "shim/socket.h"

#include "client_known.h"

enum {
    KEEP_ALIVE_S = 30,
    WINDOW_BYTES = 512,
    MESSAGES_UNDER_WAY = 4, /* both ways */
    MAX_TURNS = 1 << 14,
    STATES = 32,
};

static const char *host_of(const struct client_setup *setup)
{
    if (!setup->by_address)
        return "broker.invalid";
    return setup->has_login ? "2001:db8::1" : "192.0.2.1";
}

static void set_options(struct client_app *app)
{
    struct mosquitto *library = app->library;
    const struct client_setup *setup = app->setup;
    mosquitto_int_option(library, MOSQ_OPT_PROTOCOL_VERSION, setup->level);
    mosquitto_int_option(library, MOSQ_OPT_RECEIVE_MAXIMUM, MESSAGES_UNDER_WAY);
    mosquitto_int_option(library, MOSQ_OPT_SEND_MAXIMUM, MESSAGES_UNDER_WAY);
    mosquitto_int_option(library, MOSQ_OPT_TCP_NODELAY, 1);
    if (setup->has_login)
        mosquitto_username_pw_set(library, "user", "secret");
    if (setup->has_will)
        app_set_will(app, 1, true);
    if (setup->proxy == PROXY_OPEN)
        mosquitto_socks5_set(library, "proxy.invalid", 1080, NULL, NULL);
    if (setup->proxy == PROXY_LOGIN)
        mosquitto_socks5_set(library, "proxy.invalid", 1080, "user", "secret");
}

static int app_connect(struct client_app *app)
{
    mosquitto_property *properties = app_connect_properties(app->setup);
    peer_connect(app->peer);
    int rc = mosquitto_connect_bind_v5(app->library, host_of(app->setup), 1883, KEEP_ALIVE_S, NULL,
                                       properties);
    mosquitto_property_free_all(&properties);
    return rc;
}

bool app_open(struct client_app *app, struct client_peer *peer, const struct client_setup *setup)
{
    bool is_nameless = setup->is_nameless && setup->is_clean;
    *app = (struct client_app){.peer = peer, .setup = setup, .window_bytes = WINDOW_BYTES};
    app->library = mosquitto_new(is_nameless ? NULL : "device", setup->is_clean, app);
    if (!app->library)
        return false;
    set_options(app);
    app_listen(app);
    return app_connect(app) == MOSQ_ERR_SUCCESS;
}

static bool is_connected(const struct client_app *app)
{
    return mosquitto_socket(app->library) >= 0;
}

/* As the library's own loop does when a connection is lost. */
static void connect_again(struct client_app *app)
{
    bb_shim_clock_advance_ms(1000);
    app->is_ready = false;
    peer_connect(app->peer);
    mosquitto_reconnect(app->library);
}

/* Changes with all that the client does. */
static size_t progress(const struct client_app *app)
{
    return app->peer->arrived_bytes - bb_shim_socket_pending(mosquitto_socket(app->library)) +
           bb_shim_socket_sent_bytes() + app->calls;
}

static void report_state(const struct client_app *app)
{
    const struct mosquitto *library = app->library;
    unsigned busy = (library->msgs_in.inflight ? 1u : 0) | (library->msgs_out.inflight ? 2u : 0) |
                    (library->current_out_packet ? 4u : 0) | (library->in_packet.command ? 8u : 0);
    bb_state((unsigned)library->state % STATES * 16 + busy);
}

/* A proxy that names itself with no letters: the library waits for nothing, for ever. */
static bool waits_for_nothing(const struct mosquitto *library)
{
    return library->state == mosq_cs_socks5_request && library->in_packet.to_process == 0;
}

/* Until the library has nothing to do but wait. */
static void work(struct client_app *app)
{
    size_t before = SIZE_MAX;
    unsigned turns = 0;
    for (; is_connected(app) && progress(app) != before; turns++) {
        before = progress(app);
        if (mosquitto_loop(app->library, 0, 1) != MOSQ_ERR_SUCCESS)
            break;
    }
    report_state(app);
    BB_ORACLE(work_ends, turns < MAX_TURNS, "the library goes on and on");
    if (!is_connected(app))
        return;
    if (waits_for_nothing(app->library)) {
        known_proxy_empty_domain();
        return;
    }
    BB_ORACLE(all_is_read, bb_shim_socket_pending(mosquitto_socket(app->library)) == 0,
              "the library does not read what has arrived");
}

/* What is sent before the broker has answered goes into the middle of a proxy's dialog. */
static bool may_act(const struct client_app *app)
{
    return app->setup->proxy == PROXY_NONE || app->is_ready;
}

static void arrive(struct client_app *app, struct bb_bytes bytes)
{
    if (!is_connected(app))
        connect_again(app);
    int fd = mosquitto_socket(app->library);
    if (fd < 0 || !bb_shim_socket_push(fd, bytes))
        return;
    peer_arrives(app->peer, fd, bytes);
}

void app_play(struct client_app *app, const struct client_step *step)
{
    int fd = mosquitto_socket(app->library);
    if (fd >= 0)
        bb_shim_socket_set_room(fd, app->window_bytes);
    switch (step->kind) {
    case CLIENT_ARRIVES: arrive(app, step->bytes); break;
    case CLIENT_HANGS_UP:
        if (fd >= 0)
            bb_shim_socket_push_eof(fd);
        break;
    case CLIENT_WAITS: bb_shim_clock_advance_ms(1000ull * step->seconds); break;
    case CLIENT_ACTS:
        if (step->act.verb == CLIENT_RECONNECT)
            connect_again(app);
        else if (may_act(app))
            app_act(app, &step->act);
        break;
    }
    work(app);
}

void app_close(struct client_app *app)
{
    mosquitto_destroy(app->library);
}
