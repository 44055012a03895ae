/*
 * Names of hosts. None is looked up: an address is what its text says, and the machine itself is
 * the only host that has a name.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "network.h"
#include "shim/heap.h"
#include "shim/heap_calls.h"

union address {
    struct sockaddr any;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
};

struct answer {
    struct addrinfo info;
    union address address;
};

struct servent *ftp_call_getservbyname(const char *name, const char *protocol)
{
    static char ftp_name[] = "ftp";
    static struct servent ftp = {.s_name = ftp_name};
    (void)protocol;
    ftp.s_port = htons(NETWORK_CONTROL_PORT);
    return strcmp(name, "ftp") == 0 ? &ftp : NULL;
}

int ftp_call_isatty(int fd)
{
    (void)fd;
    return 1;
}

int ftp_call_gethostname(char *buf, size_t size)
{
    static const char name[] = "device.example";
    if (size < sizeof name) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(buf, name, sizeof name);
    return 0;
}

static bool parse(const char *host, int family, union address *ret_address)
{
    if (family != AF_INET6 && inet_pton(AF_INET, host, &ret_address->in.sin_addr) == 1) {
        ret_address->any.sa_family = AF_INET;
        return true;
    }
    if (family != AF_INET && inet_pton(AF_INET6, host, &ret_address->in6.sin6_addr) == 1) {
        ret_address->any.sa_family = AF_INET6;
        return true;
    }
    return false;
}

/* A port as strtoul reads it: the rest of the text does not matter here. */
static void set_port(union address *address, const char *service)
{
    in_port_t port = htons((uint16_t)(service ? strtoul(service, NULL, 10) : 0));
    if (address->any.sa_family == AF_INET6)
        address->in6.sin6_port = port;
    else
        address->in.sin_port = port;
}

int ftp_call_getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
                         struct addrinfo **ret_addresses)
{
    int family = hints ? hints->ai_family : AF_UNSPEC;
    union address address = {0};
    if (!host || !(hints && hints->ai_flags & AI_NUMERICHOST) || strcmp(host, "device") == 0)
        host = family == AF_INET6 ? "::1" : "127.0.0.1";
    if (!parse(host, family, &address))
        return EAI_NONAME;
    set_port(&address, service);
    struct answer *answer = bb_shim_calloc(1, sizeof *answer);
    if (!answer)
        return EAI_MEMORY;
    bool is_in6 = address.any.sa_family == AF_INET6;
    answer->address = address;
    answer->info = (struct addrinfo){.ai_family = address.any.sa_family,
                                     .ai_socktype = SOCK_STREAM,
                                     .ai_addr = &answer->address.any,
                                     .ai_addrlen = is_in6 ? sizeof address.in6 : sizeof address.in};
    if (hints && hints->ai_flags & AI_CANONNAME)
        answer->info.ai_canonname = bb_shim_strdup("device.example");
    *ret_addresses = &answer->info;
    return 0;
}

void ftp_call_freeaddrinfo(struct addrinfo *addresses)
{
    if (addresses)
        bb_shim_free(addresses->ai_canonname);
    bb_shim_free(addresses);
}

int ftp_call_getnameinfo(const struct sockaddr *address, socklen_t len, char *host,
                         socklen_t host_size, char *service, socklen_t service_size, int flags)
{
    union address copy = {0};
    (void)flags;
    memcpy(&copy, address, len < sizeof copy ? len : sizeof copy);
    bool is_in6 = copy.any.sa_family == AF_INET6;
    if (!is_in6 && copy.any.sa_family != AF_INET)
        return EAI_FAMILY;
    const void *bits = is_in6 ? (void *)&copy.in6.sin6_addr : (void *)&copy.in.sin_addr;
    if (host && !inet_ntop(copy.any.sa_family, bits, host, host_size))
        return EAI_OVERFLOW;
    if (service)
        snprintf(service, service_size, "%u",
                 ntohs(is_in6 ? copy.in6.sin6_port : copy.in.sin_port));
    return 0;
}
