#include "cares_known.h"

#include <brickbat/target.h>

#include <ares.h>
#include <netinet/in.h>
#include <string.h>

/* fake_addrinfo puts an IPv4 address in numbers into the result, then finds that it is none of IPv6
 * and asks the servers. When they have nothing, that address is the host, and it has no name. */
static bool is_left_over(const char *name, const struct hostent *host)
{
    struct in_addr address;
    return !host->h_name && host->h_addrtype == AF_INET && host->h_addr_list &&
           host->h_addr_list[0] && !host->h_addr_list[1] &&
           ares_inet_pton(AF_INET, name, &address) == 1 &&
           memcmp(host->h_addr_list[0], &address, sizeof address) == 0;
}

bool cares_leaves_out_host(const char *name, const struct hostent *host)
{
    return is_left_over(name, host) && BB_PASSES_OVER(numeric_left_over);
}
