/*
 * Faults of c-ares that are public and fixed upstream, though not in this version. What is passed
 * over is counted as an oracle known_<fault>.
 */
#ifndef BB_DNS_CARES_KNOWN_H
#define BB_DNS_CARES_KNOWN_H

#include <netdb.h>
#include <stdbool.h>

/* Is this host, told of a name that was looked up as IPv6, one without a name because of
 * numeric_left_over? */
bool cares_leaves_out_host(const char *name, const struct hostent *host);

#endif
