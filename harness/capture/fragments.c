#include "capture/fragments.h"

#include <stdlib.h>

enum { MAX_PACKETS = 64, MAX_PACKET_BYTES = 65536 };

/* A packet under way. */
struct pile {
    struct bb_address source;
    struct bb_address target;
    uint64_t last_use; /* 0: free */
    uint64_t n_fragments;
    uint32_t id;
    size_t size;     /* of all of it; 0 until the last fragment is there */
    size_t received; /* bytes, each counted once */
    uint8_t protocol;
    bool spoilt;
    uint8_t bytes[MAX_PACKET_BYTES];
    bool there[MAX_PACKET_BYTES];
};

struct bb_fragments {
    uint64_t clock;
    uint64_t n_lost;
    struct pile *piles[MAX_PACKETS]; /* made when they are needed */
    uint8_t finished[MAX_PACKET_BYTES];
};

struct bb_fragments *bb_fragments_new(void)
{
    return calloc(1, sizeof(struct bb_fragments));
}

void bb_fragments_free(struct bb_fragments *fragments)
{
    for (size_t i = 0; fragments && i < MAX_PACKETS; i++)
        free(fragments->piles[i]);
    free(fragments);
}

static void give_up(struct bb_fragments *fragments, struct pile *pile)
{
    fragments->n_lost += pile->n_fragments;
    pile->last_use = 0;
    pile->n_fragments = 0;
}

static bool belongs(const struct pile *pile, const struct bb_ip_packet *packet)
{
    return pile->last_use && pile->id == packet->id &&
           (packet->source.version == 6 || pile->protocol == packet->protocol) &&
           bb_address_equal(&pile->source, &packet->source) &&
           bb_address_equal(&pile->target, &packet->target);
}

/* An empty pile: a free one, a new one, or that which has waited longest. NULL: no memory. */
static struct pile *take_pile(struct bb_fragments *fragments)
{
    struct pile *oldest = NULL;
    for (size_t i = 0; i < MAX_PACKETS; i++) {
        if (!fragments->piles[i])
            fragments->piles[i] = calloc(1, sizeof(struct pile));
        struct pile *pile = fragments->piles[i];
        if (!pile || pile->last_use == 0)
            return pile;
        if (!oldest || pile->last_use < oldest->last_use)
            oldest = pile;
    }
    give_up(fragments, oldest);
    return oldest;
}

static struct pile *find(struct bb_fragments *fragments, const struct bb_ip_packet *packet)
{
    for (size_t i = 0; i < MAX_PACKETS && fragments->piles[i]; i++)
        if (belongs(fragments->piles[i], packet))
            return fragments->piles[i];
    struct pile *pile = take_pile(fragments);
    if (!pile)
        return NULL;
    pile->source = packet->source;
    pile->target = packet->target;
    pile->id = packet->id;
    pile->protocol = packet->protocol;
    pile->size = 0;
    pile->received = 0;
    pile->spoilt = false;
    memset(pile->there, 0, sizeof pile->there);
    return pile;
}

/* The same bytes may come twice, other ones may not. */
static void put(struct pile *pile, const struct bb_ip_packet *packet)
{
    size_t end = packet->offset + packet->payload.len + packet->missing;
    bool ends_elsewhere = packet->last_fragment && pile->size && pile->size != end;
    if (packet->missing || end > MAX_PACKET_BYTES || ends_elsewhere ||
        (pile->size && end > pile->size)) {
        pile->spoilt = true;
        return;
    }
    if (packet->last_fragment)
        pile->size = end;
    for (size_t i = 0; i < packet->payload.len; i++) {
        size_t at = packet->offset + i;
        uint8_t byte = packet->payload.ptr[i];
        pile->spoilt |= pile->there[at] && pile->bytes[at] != byte;
        pile->received += !pile->there[at];
        pile->there[at] = true;
        pile->bytes[at] = byte;
    }
    if (packet->offset == 0) /* IPv6: only the first fragment says it for certain */
        pile->protocol = packet->protocol;
}

bool bb_fragments_add(struct bb_fragments *fragments, struct bb_ip_packet *packet)
{
    struct pile *pile = find(fragments, packet);
    if (!pile) {
        fragments->n_lost++;
        return false;
    }
    pile->last_use = ++fragments->clock;
    pile->n_fragments++;
    put(pile, packet);
    if (pile->spoilt || pile->size == 0 || pile->received < pile->size)
        return false;
    if (pile->received > pile->size) { /* bytes behind what turned out to be the end */
        pile->spoilt = true;
        return false;
    }
    memcpy(fragments->finished, pile->bytes, pile->size);
    packet->payload = bb_bytes_of(fragments->finished, pile->size);
    packet->protocol = pile->protocol;
    packet->fragment = false;
    pile->last_use = 0;
    pile->n_fragments = 0;
    return true;
}

uint64_t bb_fragments_lost(struct bb_fragments *fragments, bool all)
{
    for (size_t i = 0; all && i < MAX_PACKETS; i++)
        if (fragments->piles[i] && fragments->piles[i]->last_use)
            give_up(fragments, fragments->piles[i]);
    return fragments->n_lost;
}
