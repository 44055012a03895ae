/*
 * The application: a client of one broker, as a device has one. It subscribes when it is connected,
 * answers requests (MQTT 5, 4.10), publishes when the script says so, and connects again when bytes
 * arrive that it has no connection for.
 *
 * All that the library tells it is held against the peer (client_peer.h).
 */
#ifndef CLIENT_APP_H
#define CLIENT_APP_H

#include "client_peer.h"
#include "client_script.h"

struct client_app {
    struct mosquitto *library;
    struct client_peer *peer;
    const struct client_setup *setup;
    bool is_ready;       /* the broker has accepted this connection */
    unsigned calls;      /* by the library, so far */
    size_t window_bytes; /* that the broker reads in each turn */
};

/* Makes the client and connects it. False if the library refuses the setup. */
bool app_open(struct client_app *app, struct client_peer *peer, const struct client_setup *setup);

/* Plays one step of the script, and has the library do what there is to do then. */
void app_play(struct client_app *app, const struct client_step *step);

void app_close(struct client_app *app);

/* client_app_calls.c: registers what the library calls. */
void app_listen(struct client_app *app);

/* client_app_acts.c: what the application asks for. */
void app_act(struct client_app *app, const struct client_act *act);
void app_set_will(struct client_app *app, int qos, bool retain);
mosquitto_property *app_connect_properties(const struct client_setup *setup);

#endif
