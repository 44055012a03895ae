#include "server_app.h"

#include <stdio.h>
#include <stdlib.h>

#include "server_async.h"
#include "server_body.h"
#include "server_proxy.h"

#define BIG_BYTES 3000
#define MADE_MAX  8

static struct bb_buf *store_of(coap_resource_t *resource)
{
    return coap_resource_get_userdata(resource);
}

static void free_store(void *store)
{
    bb_buf_free(store);
    free(store);
}

static void get_store(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request,
                      const coap_string_t *query, coap_pdu_t *response)
{
    bb_body_give(resource, session, request, query, response, bb_buf_bytes(store_of(resource)));
}

static void put_store(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request,
                      const coap_string_t *query, coap_pdu_t *response)
{
    (void)query;
    response->code =
        bb_body_take(session, request, response, store_of(resource), COAP_RESPONSE_CODE(204));
    coap_resource_notify_observers(resource, NULL);
}

/* FETCH: the part of the representation that is as long as the request's payload. */
static void fetch_store(coap_resource_t *resource, coap_session_t *session,
                        const coap_pdu_t *request, const coap_string_t *query, coap_pdu_t *response)
{
    struct bb_bytes part = bb_buf_bytes(store_of(resource));
    size_t len = 0;
    const uint8_t *data;
    coap_get_data(request, &len, &data);
    if (len < part.len)
        part.len = len;
    bb_body_give(resource, session, request, query, response, part);
}

/* Clears a resource of the application's own. */
static void clear_store(coap_resource_t *resource, coap_session_t *session,
                        const coap_pdu_t *request, const coap_string_t *query, coap_pdu_t *response)
{
    (void)session, (void)request, (void)query;
    bb_buf_reset(store_of(resource));
    coap_resource_notify_observers(resource, NULL);
    response->code = COAP_RESPONSE_CODE(202);
}

/* Deletes a resource that a request has made. */
static void delete_made(coap_resource_t *resource, coap_session_t *session,
                        const coap_pdu_t *request, const coap_string_t *query, coap_pdu_t *response)
{
    (void)request, (void)query;
    struct bb_app *app = coap_get_app_data(session->context);
    app->made--;
    coap_delete_resource(session->context, resource);
    response->code = COAP_RESPONSE_CODE(202);
}

static coap_resource_t *add_resource(coap_context_t *context, const char *path, size_t len,
                                     int flags)
{
    coap_str_const_t uri_path = {len, (const uint8_t *)path};
    struct bb_buf *store = malloc(sizeof *store);
    coap_resource_t *resource = coap_resource_init(&uri_path, flags);
    *store = BB_BUF_INIT(BB_BODY_MAX_BYTES);
    coap_resource_set_userdata(resource, store);
    coap_add_resource(context, resource);
    return resource;
}

/* A resource that a request asks for. NULL if there are too many. */
static coap_resource_t *make_resource(coap_context_t *context, const char *path, size_t len)
{
    struct bb_app *app = coap_get_app_data(context);
    if (app->made == MADE_MAX)
        return NULL;
    coap_resource_t *made = add_resource(context, path, len, COAP_RESOURCE_FLAGS_NOTIFY_CON);
    coap_register_request_handler(made, COAP_REQUEST_GET, get_store);
    coap_register_request_handler(made, COAP_REQUEST_PUT, put_store);
    coap_register_request_handler(made, COAP_REQUEST_DELETE, delete_made);
    coap_resource_set_get_observable(made, 1);
    app->made++;
    return made;
}

/* PUT to a path that nobody has. */
static void put_unknown(coap_resource_t *resource, coap_session_t *session,
                        const coap_pdu_t *request, const coap_string_t *query, coap_pdu_t *response)
{
    (void)resource, (void)query;
    coap_string_t *path = coap_get_uri_path(request);
    coap_resource_t *made =
        path ? make_resource(session->context, (const char *)path->s, path->length) : NULL;
    response->code =
        made ? bb_body_take(session, request, response, store_of(made), COAP_RESPONSE_CODE(201))
             : COAP_RESPONSE_CODE(406);
    coap_delete_string(path);
}

/* POST to /store makes /store/<number>. */
static void post_store(coap_resource_t *resource, coap_session_t *session,
                       const coap_pdu_t *request, const coap_string_t *query, coap_pdu_t *response)
{
    (void)resource, (void)query;
    struct bb_app *app = coap_get_app_data(session->context);
    char path[32];
    int len = snprintf(path, sizeof path, "store/%u", app->serial++);
    coap_resource_t *made = make_resource(session->context, path, (size_t)len);
    if (!made) {
        response->code = COAP_RESPONSE_CODE(503);
        return;
    }
    coap_add_option(response, COAP_OPTION_LOCATION_PATH, 5, (const uint8_t *)"store");
    coap_add_option(response, COAP_OPTION_LOCATION_PATH, (size_t)len - 6,
                    (const uint8_t *)path + 6);
    response->code =
        bb_body_take(session, request, response, store_of(made), COAP_RESPONSE_CODE(201));
}

/* RFC 9175: the client has to show that its request is fresh. */
static void put_fresh(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request,
                      const coap_string_t *query, coap_pdu_t *response)
{
    coap_opt_iterator_t iterator;
    if (coap_check_option(request, COAP_OPTION_ECHO, &iterator)) {
        put_store(resource, session, request, query, response);
        return;
    }
    coap_add_option(response, COAP_OPTION_ECHO, 4, (const uint8_t *)"echo");
    response->code = COAP_RESPONSE_CODE(401);
}

static void add_attribute(coap_resource_t *resource, const char *name, const char *value)
{
    coap_add_attr(resource, coap_make_str_const(name), coap_make_str_const(value), 0);
}

static void add_root(coap_context_t *context)
{
    coap_resource_t *root = add_resource(context, "", 0, COAP_RESOURCE_FLAGS_HAS_MCAST_SUPPORT);
    bb_buf_append_str(store_of(root), "brickbat");
    coap_register_request_handler(root, COAP_REQUEST_GET, get_store);
    add_attribute(root, "title", "\"root\"");
}

static void add_store(coap_context_t *context)
{
    coap_resource_t *store =
        add_resource(context, "store", 5,
                     COAP_RESOURCE_FLAGS_NOTIFY_NON | COAP_RESOURCE_FLAGS_HAS_MCAST_SUPPORT);
    coap_register_request_handler(store, COAP_REQUEST_GET, get_store);
    coap_register_request_handler(store, COAP_REQUEST_PUT, put_store);
    coap_register_request_handler(store, COAP_REQUEST_POST, post_store);
    coap_register_request_handler(store, COAP_REQUEST_DELETE, clear_store);
    coap_register_request_handler(store, COAP_REQUEST_FETCH, fetch_store);
    coap_register_request_handler(store, COAP_REQUEST_PATCH, put_store);
    coap_register_request_handler(store, COAP_REQUEST_IPATCH, put_store);
    coap_resource_set_get_observable(store, 1);
    add_attribute(store, "rt", "\"storage\"");
    add_attribute(store, "if", "\"core.ll\"");
}

static void add_confirmed(coap_context_t *context)
{
    coap_resource_t *con = add_resource(context, "con", 3, COAP_RESOURCE_FLAGS_NOTIFY_CON);
    coap_register_request_handler(con, COAP_REQUEST_GET, get_store);
    coap_register_request_handler(con, COAP_REQUEST_PUT, put_store);
    coap_resource_set_get_observable(con, 1);
    add_attribute(con, "rt", "\"switch light\"");
}

static void add_big(coap_context_t *context)
{
    coap_resource_t *big = add_resource(context, "big", 3, 0);
    while (store_of(big)->len < BIG_BYTES)
        bb_buf_append_str(store_of(big), "abcdefghijklmnopqrstuvwxy");
    coap_register_request_handler(big, COAP_REQUEST_GET, get_store);
    coap_resource_set_get_observable(big, 1);
    add_attribute(big, "sz", "3000");
}

static void add_slow_and_fresh(coap_context_t *context)
{
    coap_resource_t *async = add_resource(context, "async", 5, 0);
    coap_register_request_handler(async, COAP_REQUEST_GET, bb_async_get);
    coap_resource_t *fresh = add_resource(context, "fresh", 5, 0);
    coap_register_request_handler(fresh, COAP_REQUEST_PUT, put_fresh);
}

void bb_app_start(coap_context_t *context, struct bb_app *app)
{
    static const uint16_t no_cache_key[] = {COAP_OPTION_BLOCK1, COAP_OPTION_BLOCK2,
                                            COAP_OPTION_MAXAGE, COAP_OPTION_IF_NONE_MATCH};
    *app = (struct bb_app){0};
    coap_set_app_data(context, app);
    coap_resource_release_userdata_handler(context, free_store);
    coap_cache_ignore_options(context, no_cache_key, sizeof no_cache_key / sizeof *no_cache_key);
    coap_mcast_per_resource(context);
    add_root(context);
    add_store(context);
    add_confirmed(context);
    add_big(context);
    add_slow_and_fresh(context);
    coap_add_resource(context, coap_resource_unknown_init(put_unknown));
    coap_add_resource(context, bb_proxy_resource());
}
