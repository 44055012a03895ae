#include "site_pages.h"

#include <brickbat/target.h>

#include "shim/socket_calls.h"

enum { PAGE_MAX_BYTES = 1 << 16 };

static const char greeting[] = "welcome\n";

static struct MHD_Response *copy(struct bb_bytes body)
{
    return MHD_create_response_from_buffer(body.len, (void *)body.ptr, MHD_RESPMEM_MUST_COPY);
}

static enum MHD_Result list_value(void *page, enum MHD_ValueKind kind, const char *key,
                                  size_t key_bytes, const char *value, size_t value_bytes)
{
    BB_ORACLE(key_ends, key[key_bytes] == '\0', "the name of a value does not end");
    BB_ORACLE(value_ends, !value || value[value_bytes] == '\0', "a value does not end");
    bb_state(32 + kind % 32);
    bb_buf_printf(page, "%d ", kind);
    bb_buf_append(page, bb_bytes_of(key, key_bytes));
    bb_buf_append_str(page, "=");
    if (value)
        bb_buf_append(page, bb_bytes_of(value, value_bytes));
    bb_buf_append_str(page, "\n");
    return MHD_YES;
}

/* The status page: all that the request has said. */
static enum MHD_Result answer_status(struct site_request *request)
{
    struct bb_buf page = BB_BUF_INIT(PAGE_MAX_BYTES);
    int kinds = MHD_HEADER_KIND | MHD_COOKIE_KIND | MHD_GET_ARGUMENT_KIND | MHD_FOOTER_KIND;
    bb_buf_printf(&page, "%s\n", request->url);
    MHD_get_connection_values_n(request->connection, (enum MHD_ValueKind)kinds, list_value, &page);
    struct bb_bytes body = bb_buf_bytes(&page);
    unsigned status = request->url[1] ? MHD_HTTP_NOT_FOUND : MHD_HTTP_OK;
    enum MHD_Result result = site_answer(request, status, copy(body), body);
    bb_buf_free(&page);
    return result;
}

/* A form comes back in words, any other body as it was. */
static enum MHD_Result answer_echo(struct site_request *request)
{
    bool is_form = request->form.processor != NULL;
    form_finish(&request->form);
    if (is_form && !request->upload.failed)
        form_check(&request->form, request->connection, bb_buf_bytes(&request->upload));
    struct bb_bytes body = is_form ? form_text(&request->form) : bb_buf_bytes(&request->upload);
    return site_answer(request, MHD_HTTP_OK, copy(body), body);
}

static enum MHD_Result answer_other(struct site_request *request)
{
    if (request->upload.len == 0 && !request->form.processor)
        return answer_status(request);
    return answer_echo(request);
}

static enum MHD_Result answer_early(struct site_request *request)
{
    struct bb_bytes body = bb_bytes_str("No.\n");
    return site_answer(request, MHD_HTTP_FORBIDDEN, copy(body), body);
}

static enum MHD_Result answer_nothing(struct site_request *request)
{
    struct bb_bytes none = {0};
    return site_answer(request, MHD_HTTP_NO_CONTENT, copy(none), none);
}

/* Sends a client where it wants to go; the library must not let it write fields of its own. */
static enum MHD_Result answer_redirect(struct site_request *request)
{
    struct bb_bytes none = {0};
    const char *to = MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, "to");
    struct MHD_Response *response = copy(none);
    if (!response || !to)
        MHD_destroy_response(response);
    if (!to)
        return answer_status(request);
    unsigned status = MHD_HTTP_FOUND;
    if (response && MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, to) != MHD_YES)
        status = MHD_HTTP_BAD_REQUEST;
    return response ? site_answer(request, status, response, none) : MHD_NO;
}

static enum MHD_Result drop(struct site_request *request)
{
    (void)request;
    return MHD_NO;
}

static void talk(void *context, struct MHD_Connection *connection, void *request, const char *extra,
                 size_t extra_bytes, MHD_socket fd, struct MHD_UpgradeResponseHandle *upgrade)
{
    (void)context, (void)connection, (void)request;
    bb_shim_send(fd, greeting, sizeof greeting - 1, 0);
    if (extra_bytes)
        bb_shim_send(fd, extra, extra_bytes, 0);
    MHD_upgrade_action(upgrade, MHD_UPGRADE_ACTION_CLOSE);
}

static enum MHD_Result answer_upgrade(struct site_request *request)
{
    struct bb_bytes none = {0};
    struct MHD_Response *response = MHD_create_response_for_upgrade(talk, NULL);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, MHD_HTTP_HEADER_UPGRADE, "echo");
    return site_answer(request, MHD_HTTP_SWITCHING_PROTOCOLS, response, none);
}

/* The library sends a body with a 2xx, where none can be (RFC 9112, 6.3): it knows no tunnels, and
 * its users are to know. */
static enum MHD_Result answer_connect(struct site_request *request)
{
    struct bb_bytes body = bb_bytes_str("There are no tunnels here.\n");
    return site_answer(request, MHD_HTTP_NOT_IMPLEMENTED, copy(body), body);
}

const struct site_route *site_route_of(const char *url, const char *method)
{
    static const struct site_route connect = {"", false, answer_connect};
    static const struct site_route routes[] = {
        {"/basic", false, site_answer_basic},
        {"/digest256", false, site_answer_digest_sha256},
        {"/digest", false, site_answer_digest_md5},
        {"/stream", false, site_answer_stream},
        {"/file", false, site_answer_file},
        {"/pieces", false, site_answer_pieces},
        {"/early", true, answer_early},
        {"/nothing", false, answer_nothing},
        {"/go", false, answer_redirect},
        {"/drop", false, drop},
        {"/upgrade", false, answer_upgrade},
        {"", false, answer_other},
    };
    const struct site_route *route = routes;
    if (strcmp(method, MHD_HTTP_METHOD_CONNECT) == 0)
        return &connect;
    while (strncmp(url, route->path, strlen(route->path)) != 0)
        route++;
    return route;
}
