/*
 * What the seeds of the targets with wolfSSL are made of: whom the endpoint of each target meets.
 */
#ifndef TLS_WOLFSSL_RECORD_H
#define TLS_WOLFSSL_RECORD_H

#include "duel.h"
#include "wolfssl_endpoint.h"

struct scenario {
    const char *name;
    struct endpoint_setup other;
    bool fails;                /* on purpose */
    enum duel_network network; /* DUEL_STREAM: none of those that do something */
};

/* The other end meets `own`, and what it sends is a seed of `target`. */
struct recording {
    const char *target;
    const struct endpoint_setup *own;
    const struct scenario *others;
    size_t n_others;
};

/* clang-format off */
#define DONE(its_name, ...)    {.name = its_name, .other = {__VA_ARGS__}}
#define REFUSED(its_name, ...) {.name = its_name, .other = {__VA_ARGS__}, .fails = true}
#define OVER(its_network, its_name, ...) \
    {.name = its_name, .other = {__VA_ARGS__}, .network = its_network}
/* clang-format on */

#define PSK   .has_psk = true
#define TWO   .connections = 2
#define THREE .connections = 3

/* Those of DTLS; the last one has no target. */
extern const struct recording record_dtls[];

#endif
