#include "cares_lookup.h"

#include <brickbat/target.h>

#include <ares.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/select.h>

#include "cares_known.h"
#include "cares_server.h"
#include "message.h"
#include "shim/clock.h"
#include "shim/random.h"

enum {
    MAX_ROUNDS = 200,
    TIMEOUT_MS = 500,
    STEP_MS = 250,
    TRIES = 2,
    PAYLOAD_BYTES = 1232,
    TYPE_A = 1,
    TYPE_PTR = 12,
    TYPE_AAAA = 28,
    STATE_STATUS = 300,
    RESERVED_BIT = 0x40, /* RFC 1035, 4.1.1: Z */
};

/* Bits of the message's ID, which the query's takes the place of. */
enum {
    WANTS_EDNS = 1 << 0,
    WANTS_TCP = 1 << 1,
    WANTS_ALL_CODES = 1 << 2,
    IGNORES_TRUNCATION = 1 << 3,
    BY_GETADDRINFO = 1 << 5,
    BY_SEARCH = 1 << 6,
    KEEPS_OPEN = 1 << 7,
    EMPTY_FIRST = 1 << 16, /* the header's reserved bit */
};

struct lookup {
    ares_channel channel;
    struct server server;
    const char *ipv6_name; /* NULL: IPv6 addresses are not what is looked up */
    unsigned choice;
    int n_calls, n_done;
};

static void done(struct lookup *lookup, int status)
{
    lookup->n_done++;
    bb_state(STATE_STATUS + (unsigned)status % 32);
    BB_ORACLE(told_once, lookup->n_done <= lookup->n_calls, "a lookup ends twice");
}

static void on_answer(void *argument, int status, int timeouts, unsigned char *answer, int len)
{
    struct lookup *lookup = argument;
    (void)timeouts;
    done(lookup, status);
    if (!answer)
        return;
    struct bb_bytes message = lookup->server.message;
    BB_ORACLE(answer_is_message,
              len >= MESSAGE_HEADER_BYTES && (size_t)len <= message.len &&
                  memcmp(answer + 2, message.ptr + 2, MESSAGE_HEADER_BYTES - 2) == 0,
              "the answer is another one than was sent");
}

static void on_host(void *argument, int status, int timeouts, struct hostent *host)
{
    struct lookup *lookup = argument;
    (void)timeouts;
    done(lookup, status);
    BB_ORACLE(host_if_success, (status == ARES_SUCCESS) == (host != NULL),
              "a host without success, or the other way round");
    if (host && !(lookup->ipv6_name && cares_leaves_out_host(lookup->ipv6_name, host)))
        BB_ORACLE(host_has_name, host->h_name && host->h_aliases && host->h_addr_list,
                  "a host has no name, or no lists");
}

static void on_addresses(void *argument, int status, int timeouts, struct ares_addrinfo *info)
{
    (void)timeouts;
    done(argument, status);
    BB_ORACLE(info_if_success, (status == ARES_SUCCESS) == (info != NULL),
              "addresses without success, or the other way round");
    if (!info)
        return;
    for (struct ares_addrinfo_node *node = info->nodes; node; node = node->ai_next)
        BB_ORACLE(address_has_family,
                  (node->ai_family == AF_INET || node->ai_family == AF_INET6) &&
                      node->ai_addr->sa_family == node->ai_family,
                  "an address is of no family, or of two");
    ares_freeaddrinfo(info);
}

static void on_name(void *argument, int status, int timeouts, char *name, char *service)
{
    (void)timeouts, (void)service;
    done(argument, status);
    if (status == ARES_SUCCESS)
        BB_ORACLE(name_is_told, name != NULL, "a name without one");
}

static int flags_of(unsigned choice)
{
    int flags = 0;
    flags |= choice & WANTS_EDNS ? ARES_FLAG_EDNS : 0;
    flags |= choice & WANTS_TCP ? ARES_FLAG_USEVC : 0;
    flags |= choice & WANTS_ALL_CODES ? ARES_FLAG_NOCHECKRESP : 0;
    flags |= choice & IGNORES_TRUNCATION ? ARES_FLAG_IGNTC : 0;
    flags |= choice & KEEPS_OPEN ? ARES_FLAG_STAYOPEN : 0;
    return flags;
}

static ares_channel open_channel(unsigned choice)
{
    struct in_addr servers[2] = {{.s_addr = htonl(0xc0000235)}, {.s_addr = htonl(0xc0000236)}};
    char *domains[] = {(char[]){"lan"}};
    struct ares_options options = {.flags = flags_of(choice),
                                   .timeout = TIMEOUT_MS,
                                   .tries = TRIES,
                                   .ndots = 1,
                                   .servers = servers,
                                   .nservers = 2,
                                   .domains = domains,
                                   .ndomains = 1,
                                   .lookups = (char[]){"b"},
                                   .ednspsz = PAYLOAD_BYTES};
    ares_channel channel;
    int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_NDOTS |
               ARES_OPT_SERVERS | ARES_OPT_DOMAINS | ARES_OPT_LOOKUPS | ARES_OPT_EDNSPSZ |
               ARES_OPT_NOROTATE;
    if (ares_init_options(&channel, &options, mask) != ARES_SUCCESS)
        abort();
    return channel;
}

static void by_address(struct lookup *lookup)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0xc0000201)};
    if (lookup->choice & BY_GETADDRINFO)
        ares_getnameinfo(lookup->channel, (struct sockaddr *)&address, sizeof address,
                         ARES_NI_LOOKUPHOST | ARES_NI_NAMEREQD, on_name, lookup);
    else
        ares_gethostbyaddr(lookup->channel, &address.sin_addr, sizeof address.sin_addr, AF_INET,
                           on_host, lookup);
}

static void by_name(struct lookup *lookup, const char *name, unsigned type)
{
    struct ares_addrinfo_hints hints = {.ai_family = AF_UNSPEC, .ai_flags = ARES_AI_CANONNAME};
    lookup->ipv6_name = type == TYPE_AAAA ? name : NULL;
    if (lookup->choice & BY_GETADDRINFO)
        ares_getaddrinfo(lookup->channel, name, NULL, &hints, on_addresses, lookup);
    else
        ares_gethostbyname(lookup->channel, name, type == TYPE_A ? AF_INET : AF_INET6, on_host,
                           lookup);
}

static void start(struct lookup *lookup, const char *name, unsigned type, unsigned class)
{
    lookup->n_calls++;
    if (type == TYPE_PTR && !(lookup->choice & BY_SEARCH))
        by_address(lookup);
    else if ((type == TYPE_A || type == TYPE_AAAA) && !(lookup->choice & BY_SEARCH))
        by_name(lookup, name, type);
    else if (lookup->choice & BY_SEARCH)
        ares_search(lookup->channel, name, (int)class, (int)type, on_answer, lookup);
    else
        ares_query(lookup->channel, name, (int)class, (int)type, on_answer, lookup);
}

static bool process(struct lookup *lookup)
{
    fd_set read_fds, write_fds;
    FD_ZERO(&read_fds);
    FD_ZERO(&write_fds);
    if (ares_fds(lookup->channel, &read_fds, &write_fds) == 0)
        return false;
    ares_process(lookup->channel, &read_fds, &write_fds);
    return true;
}

/* As long as there is no answer nothing happens; a datagram without a byte is none
 * (CVE-2023-32067). Over TCP the query itself is still to be sent. */
static void wait_for_answer(struct lookup *lookup)
{
    size_t n_queries = lookup->server.n_queries;
    int n_done = lookup->n_done;
    if (lookup->choice & WANTS_TCP)
        return;
    if (lookup->choice & EMPTY_FIRST)
        server_send_empty(&lookup->server);
    process(lookup);
    BB_ORACLE(nothing_is_no_answer,
              lookup->server.n_queries == n_queries && lookup->n_done == n_done,
              "without an answer a query is sent again, or ends");
}

static void run(struct lookup *lookup)
{
    int rounds = 0;
    wait_for_answer(lookup);
    while (lookup->n_done < lookup->n_calls && rounds++ < MAX_ROUNDS) {
        if (!server_answer(&lookup->server))
            bb_shim_clock_advance_ms(STEP_MS);
        process(lookup);
    }
    BB_ORACLE(lookup_ends, rounds < MAX_ROUNDS, "a lookup goes on and on");
}

static unsigned choice_of(struct bb_bytes message)
{
    return bb_be16(message.ptr) | (message.ptr[3] & RESERVED_BIT ? EMPTY_FIRST : 0);
}

void cares_lookup_prepare(void)
{
    if (ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS)
        abort();
}

void cares_lookup(struct bb_bytes message)
{
    static char name[MESSAGE_NAME_CHARS];
    static struct lookup lookup;
    struct message_record question;
    size_t offset = MESSAGE_HEADER_BYTES;
    if (message.len < MESSAGE_HEADER_BYTES || message.len > SERVER_MESSAGE_BYTES ||
        !message_take(message, &offset, true, &question))
        return;
    message_name(message, MESSAGE_HEADER_BYTES, name);
    bb_shim_socket_reset();
    bb_shim_clock_reset();
    bb_shim_random_reset(0);
    lookup = (struct lookup){.choice = choice_of(message)};
    server_start(&lookup.server, message);
    lookup.channel = open_channel(lookup.choice);
    start(&lookup, name, question.type, question.class);
    run(&lookup);
    ares_destroy(lookup.channel);
    BB_ORACLE(told_of_all, lookup.n_done == lookup.n_calls, "a lookup has no end");
    BB_ORACLE(sockets_closed, bb_shim_socket_open_count() == 0, "a socket stays open");
    bb_shim_socket_reset();
}
