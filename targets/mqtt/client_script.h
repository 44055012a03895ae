/*
 * The input of mqtt_mosquitto_client: how the application is set up, and then a script of what its
 * broker, the application and the clock do, step by step.
 *
 *     byte 0      protocol level: 3 is MQTT 3.1, 5 is MQTT 5, all others are 3.1.1
 *     byte 1      bits: will, login, no client identifier, clean session, 2 bits of proxy (none,
 * one without login, with login), properties in CONNECT, the broker has no name then steps: byte 0
 * kind: 1 = the broker hangs up, 2 = time passes, 3 = the application acts; 0 and all others =
 * bytes arrive bytes 1..2  16 bits, big-endian. Arriving: how many bytes follow, capped at what is
 * left of the input. Time: seconds. Acting: 3 bits of verb, 2 of QoS, 1 of retain, 2 of choice of
 *                 topic, 8 of amount. Hanging up: ignored.
 *
 * A rest that is too short is not a step.
 */
#ifndef CLIENT_SCRIPT_H
#define CLIENT_SCRIPT_H

#include "base/bytes.h"

enum client_proxy { PROXY_NONE, PROXY_OPEN, PROXY_LOGIN };

struct client_setup {
    int level; /* 3, 4 or 5 */
    bool has_will;
    bool has_login;
    bool is_nameless;
    bool is_clean;
    enum client_proxy proxy;
    bool has_properties;
    bool by_address;
};

enum client_kind { CLIENT_ARRIVES, CLIENT_HANGS_UP, CLIENT_WAITS, CLIENT_ACTS };

enum client_verb {
    CLIENT_PUBLISH,
    CLIENT_SUBSCRIBE,
    CLIENT_UNSUBSCRIBE,
    CLIENT_DISCONNECT,
    CLIENT_RECONNECT,
    CLIENT_PUBLISH_PROPERTIES,
    CLIENT_WINDOW,
    CLIENT_CHANGE_WILL,
};

struct client_act {
    enum client_verb verb;
    int qos; /* 3 is not one: the library must refuse it */
    bool retain;
    unsigned choice; /* 0 to 3 */
    unsigned amount; /* 0 to 255 */
};

struct client_step {
    enum client_kind kind;
    unsigned seconds;      /* CLIENT_WAITS */
    struct client_act act; /* CLIENT_ACTS */
    struct bb_bytes bytes; /* CLIENT_ARRIVES; borrowed from the input */
};

/* Takes the setup off the front. False if there is not enough for one. */
bool client_take_setup(struct bb_bytes *script, struct client_setup *ret_setup);

/* Takes one step off the front. False at the end of the script. */
bool client_take_step(struct bb_bytes *script, struct client_step *ret_step);

#endif
