#include "wolfssl_context.h"

#include <stdlib.h>
#include <string.h>

#include "credentials.h"
#include "shim/clock.h"
#include "wolfssl_random.h"

enum { MAX_CONTEXTS = 256, NAME_BYTES = 64, FRESH_SEED = 3 };

static struct {
    const struct endpoint_setup *setup;
    WOLFSSL_CTX *context;
    Suites suites; /* as they were at first */
} contexts[MAX_CONTEXTS];

static const char rsa_name[] = "localhost"; /* who asks for it gets the RSA certificate */

/* Shared keys first, since public ones take most of the time. */
static const char cheap_first[] =
    "PSK-AES128-CCM-8:PSK-AES128-CBC-SHA256:PSK-AES128-GCM-SHA256:PSK-CHACHA20-POLY1305:"
    "PSK-AES256-GCM-SHA384:PSK-AES256-CBC-SHA384:PSK-AES128-CBC-SHA:PSK-AES256-CCM:"
    "TLS13-AES128-GCM-SHA256:TLS13-CHACHA20-POLY1305-SHA256:TLS13-AES128-CCM-8-SHA256:"
    "TLS13-AES256-GCM-SHA384:TLS13-AES128-CCM-SHA256:"
    "ECDHE-PSK-AES128-CBC-SHA256:ECDHE-PSK-AES128-GCM-SHA256:ECDHE-PSK-CHACHA20-POLY1305:"
    "ECDHE-ECDSA-AES128-CCM-8:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-SHA384:"
    "ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-CHACHA20-POLY1305:AES128-SHA:AES256-GCM-SHA384:"
    "AES128-CCM-8:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA:"
    "ECDHE-RSA-CHACHA20-POLY1305:DHE-PSK-AES128-GCM-SHA256:DHE-PSK-AES128-CBC-SHA256:"
    "DHE-RSA-AES128-SHA256:DHE-RSA-AES128-GCM-SHA256";

static void must(bool is_well)
{
    if (!is_well)
        abort();
}

static void must_succeed(int result)
{
    must(result == WOLFSSL_SUCCESS);
}

static const char *suites_of(const struct endpoint_setup *setup)
{
    return setup->suites ? setup->suites : cheap_first;
}

bool wolfssl_context_has_suite(const struct endpoint_setup *setup, const char *name)
{
    const char *at = suites_of(setup);
    size_t len = strlen(name);
    while (at) {
        if (strncmp(at, name, len) == 0 && (at[len] == ':' || at[len] == '\0'))
            return true;
        at = strchr(at, ':');
        at = at ? at + 1 : NULL;
    }
    return false;
}

/* --- shared keys ---------------------------------------------------------------------------- */

static unsigned give_key(unsigned char *ret_key, unsigned size)
{
    must(size >= sizeof shared_key);
    memcpy(ret_key, shared_key, sizeof shared_key);
    return sizeof shared_key;
}

static unsigned find_key(WOLFSSL *ssl, const char *identity, unsigned char *ret_key, unsigned size)
{
    (void)ssl;
    return strcmp(identity, shared_key_identity) == 0 ? give_key(ret_key, size) : 0;
}

static unsigned find_key_13(WOLFSSL *ssl, const char *identity, unsigned char *ret_key,
                            unsigned size, const char **ret_suite)
{
    *ret_suite = "TLS13-AES128-GCM-SHA256";
    return find_key(ssl, identity, ret_key, size);
}

static unsigned offer_key(WOLFSSL *ssl, const char *hint, char *ret_identity, unsigned id_size,
                          unsigned char *ret_key, unsigned key_size)
{
    (void)ssl, (void)hint;
    must(id_size >= sizeof shared_key_identity);
    memcpy(ret_identity, shared_key_identity, sizeof shared_key_identity);
    return give_key(ret_key, key_size);
}

static unsigned offer_key_13(WOLFSSL *ssl, const char *hint, char *ret_identity, unsigned id_size,
                             unsigned char *ret_key, unsigned key_size, const char **ret_suite)
{
    *ret_suite = "TLS13-AES128-GCM-SHA256";
    return offer_key(ssl, hint, ret_identity, id_size, ret_key, key_size);
}

static void share_key(WOLFSSL_CTX *context, bool is_server)
{
    if (is_server) {
        wolfSSL_CTX_set_psk_server_callback(context, find_key);
        wolfSSL_CTX_set_psk_server_tls13_callback(context, find_key_13);
        must_succeed(wolfSSL_CTX_use_psk_identity_hint(context, "brickbat"));
        return;
    }
    wolfSSL_CTX_set_psk_client_callback(context, offer_key);
    wolfSSL_CTX_set_psk_client_tls13_callback(context, offer_key_13);
}

/* --- certificates --------------------------------------------------------------------------- */

static void load(WOLFSSL_CTX *context, const char *certificate, size_t certificate_size,
                 const char *key, size_t key_size)
{
    must_succeed(wolfSSL_CTX_use_certificate_buffer(context, (const unsigned char *)certificate,
                                                    (long)certificate_size, WOLFSSL_FILETYPE_PEM));
    must_succeed(wolfSSL_CTX_use_PrivateKey_buffer(context, (const unsigned char *)key,
                                                   (long)key_size, WOLFSSL_FILETYPE_PEM));
}

static void load_own(WOLFSSL_CTX *context, const struct endpoint_setup *setup)
{
    if (!setup->is_server && setup->shows_certificate)
        load(context, client_certificate, sizeof client_certificate - 1, client_key,
             sizeof client_key - 1);
    if (setup->is_server && setup->has_rsa)
        load(context, server_rsa_certificate, sizeof server_rsa_certificate - 1, server_rsa_key,
             sizeof server_rsa_key - 1);
    if (setup->is_server && !setup->has_rsa)
        load(context, server_certificate, sizeof server_certificate - 1, server_key,
             sizeof server_key - 1);
}

/* --- both ends ------------------------------------------------------------------------------ */

/* A limit set later would look like an attack: a server that can do better says so in its hello. */
static WOLFSSL_METHOD *limited_method(const struct endpoint_setup *setup)
{
    switch (setup->max_version) {
    case TLS1_VERSION:
        return setup->is_server ? wolfTLSv1_server_method() : wolfTLSv1_client_method();
    case TLS1_1_VERSION:
        return setup->is_server ? wolfTLSv1_1_server_method() : wolfTLSv1_1_client_method();
    case TLS1_2_VERSION:
        return setup->is_server ? wolfTLSv1_2_server_method() : wolfTLSv1_2_client_method();
    case DTLS1_VERSION:
        return setup->is_server ? wolfDTLSv1_server_method() : wolfDTLSv1_client_method();
    case DTLS1_2_VERSION:
        return setup->is_server ? wolfDTLSv1_2_server_method() : wolfDTLSv1_2_client_method();
    default: return NULL;
    }
}

static WOLFSSL_METHOD *method_of(const struct endpoint_setup *setup)
{
    if (setup->max_version)
        return limited_method(setup);
    if (setup->is_datagram)
        return setup->is_server ? wolfDTLS_server_method() : wolfDTLS_client_method();
    return setup->is_server ? wolfSSLv23_server_method() : wolfSSLv23_client_method();
}

static WOLFSSL_CTX *make(const struct endpoint_setup *setup)
{
    WOLFSSL_CTX *context = wolfSSL_CTX_new(method_of(setup));
    must(context != NULL);
    must_succeed(wolfSSL_CTX_set_cipher_list(context, suites_of(setup)));
    must_succeed(wolfSSL_CTX_load_verify_buffer(context, (const unsigned char *)ca_certificate,
                                                sizeof ca_certificate - 1, WOLFSSL_FILETYPE_PEM));
    load_own(context, setup);
    if (setup->has_psk)
        share_key(context, setup->is_server);
    must_succeed(wolfSSL_CTX_UseSecureRenegotiation(context));
    return context;
}

/* --- server --------------------------------------------------------------------------------- */

static const struct endpoint_setup rsa_server = {.is_server = true, .has_rsa = true};
static const struct endpoint_setup rsa_datagram_server = {.is_server = true,
                                                          .is_datagram = true,
                                                          .has_rsa = true};

static WOLFSSL_CTX *rsa_context(bool is_datagram)
{
    return wolfssl_context(is_datagram ? &rsa_datagram_server : &rsa_server);
}

static int pick_certificate(WOLFSSL *ssl, int *ret_alert, void *user)
{
    const char *name = wolfSSL_get_servername(ssl, WOLFSSL_SNI_HOST_NAME);
    (void)ret_alert, (void)user;
    if (name && strcmp(name, rsa_name) == 0)
        wolfSSL_set_SSL_CTX(ssl, rsa_context(ssl->options.dtls));
    return 0;
}

/* The keys of tickets, which would be made at the first one. */
static void make_ticket_keys(WOLFSSL_CTX *context)
{
    unsigned char name[WOLFSSL_TICKET_NAME_SZ], iv[WOLFSSL_TICKET_IV_SZ],
        mac[WOLFSSL_TICKET_MAC_SZ], ticket[64] = {0};
    WOLFSSL *ssl = wolfSSL_new(context);
    int len = 0;
    must(ssl != NULL);
    must(context->ticketEncCb(ssl, name, iv, mac, 1, ticket, 16, &len, context->ticketEncCtx) ==
         WOLFSSL_TICKET_RET_OK);
    wolfSSL_free(ssl);
}

static void configure_server(WOLFSSL_CTX *context, const struct endpoint_setup *setup)
{
    const DhParams *dh = wc_Dh_ffdhe2048_Get();
    must_succeed(wolfSSL_CTX_SetTmpDH(context, dh->p, (int)dh->p_len, dh->g, (int)dh->g_len));
    if (setup->wants_certificate)
        wolfSSL_CTX_set_verify(context, WOLFSSL_VERIFY_PEER | WOLFSSL_VERIFY_POST_HANDSHAKE, NULL);
    else
        wolfSSL_CTX_set_verify(context, WOLFSSL_VERIFY_NONE, NULL);
    wolfSSL_CTX_set_servername_callback(context, pick_certificate);
    make_ticket_keys(context);
    if (!setup->has_rsa)
        rsa_context(setup->is_datagram);
}

/* --- client --------------------------------------------------------------------------------- */

static void configure_client(WOLFSSL_CTX *context, const struct endpoint_setup *setup)
{
    wolfSSL_CTX_set_verify(context, WOLFSSL_VERIFY_PEER, NULL);
    must_succeed(wolfSSL_CTX_UseSessionTicket(context));
    wolfSSL_CTX_set_session_cache_mode(context, WOLFSSL_SESS_CACHE_OFF);
    if (setup->max_record)
        must_succeed(wolfSSL_CTX_UseMaxFragment(context, setup->max_record));
    if (setup->shows_certificate && !setup->max_version)
        must(wolfSSL_CTX_allow_post_handshake_auth(context) == 0);
    must_succeed(wolfSSL_CTX_EnableOCSPStapling(context));
    must_succeed(wolfSSL_CTX_UseOCSPStapling(context, WOLFSSL_CSR_OCSP, 0));
    must_succeed(wolfSSL_CTX_UseOCSPStaplingV2(context, WOLFSSL_CSR2_OCSP_MULTI, 0));
}

WOLFSSL_CTX *wolfssl_context(const struct endpoint_setup *setup)
{
    size_t i = 0;
    while (i < MAX_CONTEXTS && contexts[i].setup && contexts[i].setup != setup)
        i++;
    must(i < MAX_CONTEXTS);
    if (contexts[i].setup) {
        *contexts[i].context->suites = contexts[i].suites;
        return contexts[i].context;
    }
    uint64_t random = FRESH_SEED;
    wolfssl_random_use(&random);
    contexts[i].setup = setup;
    contexts[i].context = make(setup);
    (setup->is_server ? configure_server : configure_client)(contexts[i].context, setup);
    contexts[i].suites = *contexts[i].context->suites;
    wolfssl_random_use(NULL);
    return contexts[i].context;
}
