#include "lwip_device.h"

#include <lwip/init.h>
#include <lwip/ip4_frag.h>
#include <lwip/ip6_frag.h>
#include <lwip/memp.h>
#include <lwip/priv/tcp_priv.h>
#include <lwip/timeouts.h>
#include <lwip/udp.h>
#include <netif/lowpan6.h>

#include "lwip_peer.h"
#include "shim/clock.h"
#include "shim/heap.h"
#include "shim/random.h"
#include "shim/snapshot.h"

enum {
    HEAP_MAX_BYTES = 64 << 10,
    STEP_MS = 250,      /* the shortest of the timers that count */
    LOWPAN_MAX_AGE = 3, /* ticks */
};

void lwip_device_prepare(void)
{
    bb_shim_snapshot_take();
}

void lwip_device_begin(void)
{
    bb_shim_snapshot_restore();
    bb_shim_clock_reset();
    bb_shim_random_reset(0);
    bb_shim_heap_begin(HEAP_MAX_BYTES);
    lwip_peer_reset();
    lwip_init();
}

void lwip_device_pass_ms(unsigned ms)
{
    while (ms > 0) {
        unsigned step = ms < STEP_MS ? ms : STEP_MS;
        bb_shim_clock_advance_ms(step);
        sys_check_timeouts();
        ms -= step;
    }
}

static void end_connections(void)
{
    while (tcp_active_pcbs)
        tcp_abort(tcp_active_pcbs);
    while (tcp_tw_pcbs)
        tcp_abort(tcp_tw_pcbs);
    while (tcp_bound_pcbs)
        tcp_abort(tcp_bound_pcbs);
    while (tcp_listen_pcbs.pcbs)
        tcp_close(tcp_listen_pcbs.pcbs);
}

/* What waits for fragments is thrown away when it is too old. */
static void end_fragments(void)
{
    for (int i = 0; i <= IP_REASS_MAXAGE; i++)
        ip_reass_tmr();
    for (int i = 0; i <= IPV6_REASS_MAXAGE; i++)
        ip6_reass_tmr();
    for (int i = 0; i < LOWPAN_MAX_AGE; i++)
        lowpan6_tmr();
}

void lwip_device_stop(void)
{
    end_connections();
    end_fragments();
}

void lwip_device_end(void)
{
    while (udp_pcbs)
        udp_remove(udp_pcbs);
    struct sys_timeo **first = sys_timeouts_get_next_timeout();
    while (*first) {
        struct sys_timeo *timer = *first;
        *first = timer->next;
        memp_free(MEMP_SYS_TIMEOUT, timer);
    }
    bb_shim_heap_check_returned();
}
