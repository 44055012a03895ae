#include "broker_oracle.h"

#include <brickbat/target.h>

#include "config.h"
#include "mosquitto_broker_internal.h"

#include "mqtt_protocol.h"
#include "shim/socket.h"

/* Where the sanitizers are linked in. */
size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));
void __lsan_do_leak_check(void) __attribute__((weak));

static void check_client(const struct mosquitto *context)
{
    const struct mosquitto__packet *in = &context->in_packet;
    BB_ORACLE(queue_bounded, context->out_packet_count <= db.config->max_queued_messages,
              "more packets wait for a client than max_queued_messages");
    BB_ORACLE(connect_first,
              context->state != mosq_cs_new || context->bridge || !in->payload ||
                  (in->command & 0xf0) == CMD_CONNECT,
              "memory allocated for a packet before CONNECT");
}

static unsigned phase(const struct mosquitto *context)
{
    switch (context->state) {
    case mosq_cs_new: return 0;
    case mosq_cs_authenticating: return 1;
    case mosq_cs_active: return 2;
    case mosq_cs_reauthenticating: return 3;
    default: return 4;
    }
}

/* A situation: how far the session is, which MQTT it speaks, what is under way. */
static void report_state(const struct mosquitto *context)
{
    unsigned busy = (context->msgs_in.inflight ? 1u : 0) | (context->msgs_out.inflight ? 2u : 0) |
                    (context->msgs_out.queued ? 4u : 0) | (context->out_packet ? 8u : 0);
    bb_state(phase(context) * 64 + (unsigned)context->protocol % 4 * 16 + busy);
}

void oracle_after_turn(void)
{
    struct mosquitto *context, *next;
    /* One more is the listening socket. */
    BB_ORACLE(sockets_match,
              HASH_CNT(hh_sock, db.contexts_by_sock) + 1 == bb_shim_socket_open_count(),
              "the broker's clients are not the open connections");
    HASH_ITER(hh_sock, db.contexts_by_sock, context, next)
    {
        check_client(context);
        report_state(context);
    }
}

void oracle_clients_gone(void)
{
    BB_ORACLE(clients_gone, !db.contexts_by_id && !db.contexts_by_sock,
              "a client is left whose session is over");
}

void oracle_store_empty(void)
{
    BB_ORACLE(store_empty, !db.msg_store && db.msg_store_count == 0 && db.msg_store_bytes == 0,
              "a message is left in the store");
}

size_t oracle_allocated_bytes(void)
{
    return __sanitizer_get_current_allocated_bytes ? __sanitizer_get_current_allocated_bytes() : 0;
}

void oracle_memory(size_t grown_bytes)
{
    if (grown_bytes && __lsan_do_leak_check)
        __lsan_do_leak_check();
    BB_ORACLE(memory_returned, grown_bytes == 0, "a run did not give back all its memory");
}
