#include "lwip_session.h"

#include <brickbat/target.h>

#include "lwip_device.h"
#include "lwip_sent.h"
#include "lwip_watch.h"

enum {
    GAP_MS = 10,
    PAUSE_MS = 5000,
    SILENCE_MS = 6000, /* at the end: connections repeat what was not acknowledged */
    MAX_ANSWERS = 64,  /* to one packet */
};

static bool take_frame(struct bb_bytes *rest, struct bb_bytes *ret_frame)
{
    struct bb_bytes prefix;
    if (!bb_bytes_take(rest, 2, &prefix))
        return false;
    size_t len = bb_be16(prefix.ptr);
    return bb_bytes_take(rest, len < rest->len ? len : rest->len, ret_frame);
}

static void deliver(struct netif *netif, struct bb_bytes frame)
{
    size_t before = lwip_sent_packets();
    lwip_link_deliver(netif, frame);
    BB_ORACLE(answers_bounded, lwip_sent_packets() - before <= MAX_ANSWERS,
              "one packet makes the device send and send");
    lwip_watch(netif);
    lwip_device_pass_ms(GAP_MS);
}

void lwip_session_run(const struct lwip_session *session, struct bb_bytes input)
{
    struct bb_bytes frame;
    lwip_device_begin();
    struct netif *netif = lwip_link_open(session->kind);
    session->start(netif);
    while (take_frame(&input, &frame)) {
        if (frame.len > 0)
            deliver(netif, frame);
        else
            lwip_device_pass_ms(PAUSE_MS);
    }
    lwip_device_pass_ms(SILENCE_MS);
    lwip_watch(netif);
    session->stop();
    lwip_device_stop();
    lwip_link_close();
    lwip_device_end();
}
