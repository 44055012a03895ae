/*
 * mosquitto's subs.c with a leak mended: when a client subscribes to a filter that it is subscribed
 * to already, the broker allocates a struct mosquitto__client_sub and forgets it.
 *
 * The leak came with the patch that made struct mosquitto__client_sub; the pristine broker has
 * neither. A new subscription allocates its leaf and then its client_sub here, a repeated one the
 * client_sub alone. Every operation on subscriptions begins by splitting the topic, so the end of
 * one is known by the start of the next, and one with a single allocation has lost it.
 */
#include "config.h"

#include "memory_mosq.h"
#include "mosquitto_broker_internal.h"

#include "broker_known.h"

static const bool has_client_subs =
    _Generic(((struct mosquitto *)NULL)->subs, struct mosquitto__client_sub **: true, default: false);
static bool is_watching;     /* an operation */
static unsigned allocations; /* in it */
static void *last_allocation;

void known_subs_settle(void)
{
    if (is_watching && allocations == 1) {
        mosquitto__free(last_allocation);
        known_resubscribe_leak();
    }
    is_watching = false;
    allocations = 0;
}

static void *watched_calloc(size_t count, size_t size)
{
    allocations++;
    last_allocation = mosquitto__calloc(count, size);
    return last_allocation;
}

static int watched_tokenise(const char *topic, char **ret_local, char ***ret_topics,
                            const char **ret_share)
{
    known_subs_settle();
    is_watching = has_client_subs;
    return sub__topic_tokenise(topic, ret_local, ret_topics, ret_share);
}

#define mosquitto__calloc   watched_calloc
#define sub__topic_tokenise watched_tokenise
#include "src/subs.c"
