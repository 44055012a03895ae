#include "site.h"

#include <brickbat/target.h>

#include <stdlib.h>

#include "body.h"
#include "internal.h" /* the parser's: where it is in its input */
#include "known.h"
#include "shim/socket.h"
#include "site_pages.h"

/* Of the input, what the parser has taken off as read. */
static size_t parsed_bytes(const struct site_request *request)
{
    const struct site *site = request->site;
    size_t received = site->delivered_bytes - bb_shim_socket_pending(site->fd);
    return received - request->connection->read_buffer_offset;
}

void site_clear_nonces(struct MHD_Daemon *server)
{
    BB_KNOWN(nonces_not_cleared);
    memset(server->nnc, 0, server->nonce_nc_size * sizeof *server->nnc);
}

void *site_begin(void *context, const char *uri, struct MHD_Connection *connection)
{
    struct site *site = context;
    struct site_request *request = calloc(1, sizeof *request);
    if (!request)
        abort();
    BB_ORACLE(target_is_there, uri, "a request without a target is begun");
    *request = (struct site_request){.site = site,
                                     .connection = connection,
                                     .upload = BB_BUF_INIT(SITE_UPLOAD_MAX_BYTES)};
    site->calls++;
    BB_ORACLE(one_request_at_a_time, !site->open_request,
              "a request begins while another one is being worked on");
    site->open_request = request;
    return request;
}

size_t site_unescape(void *site, struct MHD_Connection *connection, char *text)
{
    (void)site;
    if (!connection->stop_with_error)
        return MHD_http_unescape(text);
    BB_KNOWN(unescape_after_error);
    return 0;
}

static void free_request(struct site *site)
{
    struct site_request *request = site->open_request;
    form_end(&request->form);
    bb_buf_free(&request->upload);
    free(request);
    site->open_request = NULL;
}

void site_end(void *context, struct MHD_Connection *connection, void **ended,
              enum MHD_RequestTerminationCode why)
{
    struct site *site = context;
    site->calls++;
    BB_ORACLE(completed_once,
              *ended && *ended == site->open_request &&
                  site->open_request->connection == connection,
              "the end of a request is told that did not begin, or twice");
    bb_state(16 + why);
    if (why != MHD_REQUEST_TERMINATED_COMPLETED_OK && site->open_request->is_answered)
        answers_may_break(&site->answers);
    free_request(site);
    *ended = NULL;
}

void site_note_connection(void *context, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode code)
{
    (void)socket_context;
    struct site *site = context;
    site->calls++;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        site->open_connections++;
        return;
    }
    BB_ORACLE(connection_ends_once, site->open_connections == 1,
              "the end of a connection is told that did not begin, or twice");
    if (site->open_request && connection->stop_with_error) {
        BB_KNOWN(end_not_told);
        free_request(site);
    }
    BB_ORACLE(requests_end_first, !site->open_request, "a connection ends before its request does");
    site->open_connections--;
}

/* As the library sees it: a NUL in the method ends it for the application only. */
static bool is_head(const struct site_request *request)
{
    bool is_it = request->connection->http_mthd == MHD_HTTP_MTHD_HEAD;
    if (!is_it && strcmp(request->method, MHD_HTTP_METHOD_HEAD) == 0)
        BB_KNOWN(nul_in_method);
    return is_it;
}

void site_expect(struct site_request *request, unsigned status, struct bb_bytes body)
{
    request->is_answered = true;
    answers_expect(&request->site->answers, status, is_head(request), body);
}

enum MHD_Result site_answer(struct site_request *request, unsigned status,
                            struct MHD_Response *response, struct bb_bytes body)
{
    if (!response)
        return MHD_NO;
    struct answers *answers = &request->site->answers;
    enum MHD_Result result = MHD_NO;
    if (MHD_add_response_header(response, ANSWERS_HEADER, answers_next_name(answers)) == MHD_YES)
        result = MHD_queue_response(request->connection, status, response);
    if (result == MHD_YES)
        site_expect(request, status, body);
    MHD_destroy_response(response);
    return result;
}

/* The header is there. */
static enum MHD_Result begin(struct site_request *request, const char *url, const char *method)
{
    request->is_begun = true;
    request->method = method;
    request->url = url;
    request->route = site_route_of(url, method);
    request->body_at = parsed_bytes(request);
    form_begin(&request->form, request->connection);
    if (!request->route->is_early)
        return MHD_YES;
    request->is_refused = true;
    return request->route->answer(request);
}

static enum MHD_Result take(struct site_request *request, const char *upload, size_t *upload_bytes)
{
    /* Now and then not all of it, so that the server comes again with the rest. */
    size_t n = *upload_bytes > 8 && upload[0] % 8 == 0 ? *upload_bytes / 2 : *upload_bytes;
    BB_ORACLE(body_follows_header, request->is_begun && !request->is_refused,
              "a body comes before its header, or though it was refused");
    bb_buf_append(&request->upload, bb_bytes_of(upload, n));
    form_take(&request->form, upload, n);
    *upload_bytes -= n;
    return MHD_YES;
}

enum MHD_Result site_handle(void *site, struct MHD_Connection *connection, const char *url,
                            const char *method, const char *version, const char *upload,
                            size_t *upload_bytes, void **current)
{
    (void)site, (void)connection, (void)version;
    struct site_request *request = *current;
    request->site->calls++;
    if (!request->is_begun)
        return begin(request, url, method);
    if (*upload_bytes)
        return take(request, upload, upload_bytes);
    struct bb_bytes input = request->site->input;
    size_t end = parsed_bytes(request);
    body_check(connection, bb_buf_bytes(&request->upload),
               bb_bytes_of(input.ptr + request->body_at, end - request->body_at));
    return request->route->answer(request);
}

bool site_is_stuck(const struct site *site)
{
    const struct MHD_Connection *connection =
        site->open_request ? site->open_request->connection : NULL;
    if (!connection || connection->state != MHD_CONNECTION_CONTINUE_SENT ||
        connection->read_buffer_offset < connection->read_buffer_size)
        return false;
    if (connection->have_chunked_upload)
        BB_KNOWN(no_room_for_chunk);
    else if (connection->read_buffer_size == 0)
        BB_KNOWN(no_room_for_body);
    else
        return false;
    return true;
}

void site_finish(struct site *site)
{
    BB_ORACLE(all_ended, !site->open_request && site->open_connections == 0,
              "the server has stopped, but a request or a connection has not ended");
    answers_check(&site->answers);
    answers_free(&site->answers);
}
