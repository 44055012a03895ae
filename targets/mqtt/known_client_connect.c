/*
 * mosquitto's connect.c with a leak mended: when the broker sends DISCONNECT while a packet is
 * partly written, that packet is forgotten.
 */
#include "config.h"

#include "mosquitto_internal.h"
#include "packet_mosq.h"

#include "client_known.h"

#define do_client_disconnect unmended_client_disconnect
#include "lib/connect.c"
#undef do_client_disconnect

/* A DISCONNECT of the client's own is freed by who wrote it. */
void do_client_disconnect(struct mosquitto *mosq, int reason_code,
                          const mosquitto_property *properties)
{
    struct mosquitto__packet *partial = mosq->current_out_packet;
    bool is_own = partial && (partial->command & 0xf0) == CMD_DISCONNECT && !partial->to_process;
    unmended_client_disconnect(mosq, reason_code, properties);
    if (!partial || is_own)
        return;
    packet__cleanup(partial);
    mosquitto__free(partial);
    known_partial_packet_leak();
}
