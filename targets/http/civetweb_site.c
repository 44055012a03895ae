#include "civetweb_site.h"

#include <brickbat/target.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answers.h"
#include "chunk.h"
#include "civetweb_known.h"
#include "civetweb_parser.h"
#include "civetweb_system.h"

enum { BODY_BYTES = 1 << 14, VALUE_BYTES = 64, ARGUMENTS = 8, MAX_EMPTY = 16 };

static struct civetweb_site *site_of(const struct mg_connection *connection)
{
    return mg_get_user_data(mg_get_context(connection));
}

static bool is_head(const struct mg_connection *connection)
{
    return strcmp(mg_get_request_info(connection)->request_method, "HEAD") == 0;
}

static void answer(struct mg_connection *connection, unsigned status, struct bb_bytes body)
{
    bool has_no_body = is_head(connection);
    size_t number =
        civetweb_answers_expect(&site_of(connection)->answers, status, has_no_body, body);
    mg_printf(connection,
              "HTTP/1.1 %u Status\r\nContent-Type: text/plain\r\nContent-Length: "
              "%zu\r\n" ANSWERS_HEADER ": %zu\r\n\r\n",
              status, body.len, number);
    if (!has_no_body && body.len > 0)
        mg_write(connection, body.ptr, body.len);
}

int civetweb_site_begin(struct mg_connection *connection)
{
    struct civetweb_site *site = site_of(connection);
    BB_ORACLE(one_request_at_a_time, site->requests == 0,
              "a request begins before the one before has ended");
    site->requests++;
    if (civetweb_refuse_length(connection))
        known_length_overflow();
    civetweb_answers_request(&site->answers, is_head(connection));
    return 0;
}

void civetweb_site_end(const struct mg_connection *connection, int status)
{
    struct civetweb_site *site = site_of(connection);
    (void)status;
    site->requests = 0;
}

static bool is_part_of(struct bb_bytes whole, struct bb_bytes part)
{
    return part.len == 0 || memmem(whole.ptr, whole.len, part.ptr, part.len);
}

/* Whether a body in chunks that begins behind some blank line begins with these bytes. */
static bool is_chunked_in(struct bb_bytes input, struct bb_bytes body)
{
    const uint8_t *end = input.ptr + input.len;
    for (const uint8_t *at = input.ptr; (at = memchr(at, '\n', (size_t)(end - at))); at++) {
        struct bb_bytes rest = bb_bytes_of(at + 1, (size_t)(end - at - 1));
        struct bb_bytes left = body, data, same;
        bool is_same = true;
        while (is_same && left.len > 0 && chunk_take(&rest, &data) && data.len > 0) {
            size_t n = data.len < left.len ? data.len : left.len;
            is_same = bb_bytes_take(&left, n, &same) && memcmp(same.ptr, data.ptr, n) == 0;
        }
        if (is_same && (left.len == 0 || is_part_of(rest, left)))
            return true;
    }
    return false;
}

static struct bb_bytes read_body(struct mg_connection *connection, uint8_t bytes[BODY_BYTES])
{
    size_t len = 0;
    int n;
    while (len < BODY_BYTES && (n = mg_read(connection, bytes + len, BODY_BYTES - len)) > 0)
        len += (size_t)n;
    return bb_bytes_of(bytes, len);
}

static int handle_echo(struct mg_connection *connection, void *context)
{
    static uint8_t bytes[BODY_BYTES];
    struct civetweb_site *site = context;
    struct bb_bytes body = read_body(connection, bytes);
    long long announced = mg_get_request_info(connection)->content_length;
    BB_ORACLE(upload_length, announced < 0 || body.len <= (size_t)announced,
              "a body is longer than its Content-Length");
    BB_ORACLE(upload_is_sent,
              announced >= 0 ? is_part_of(site->input, body) : is_chunked_in(site->input, body),
              "the application is given a body that was not sent");
    bb_state(1 + (announced >= 0) + 2 * (body.len > 0));
    answer(connection, 200, body);
    return 200;
}

struct form {
    struct civetweb_site *site;
    size_t bytes;
    unsigned fields;
    unsigned empty; /* pieces of a value without a byte, one after the other */
};

static int form_found(const char *key, const char *filename, char *path, size_t path_len,
                      void *context)
{
    struct form *form = context;
    (void)path;
    BB_ORACLE(form_names_end,
              strlen(key) <= form->site->input.len &&
                  (!filename || strlen(filename) <= form->site->input.len),
              "the name of a field is longer than all that was sent");
    form->fields++;
    bb_state(8 + (filename && filename[0]));
    return path_len > 0 && key[0] == '-' ? MG_FORM_FIELD_STORAGE_SKIP : MG_FORM_FIELD_STORAGE_GET;
}

static int form_get(const char *key, const char *value, size_t value_len, void *context)
{
    struct form *form = context;
    (void)key;
    form->bytes += value_len;
    BB_ORACLE(form_size, form->bytes <= form->site->input.len,
              "the values of a form are longer than all that was sent");
    static uint8_t copy[BODY_BYTES];
    form->empty = value_len == 0 ? form->empty + 1 : 0;
    if (form->empty == MAX_EMPTY) {
        known_form_busy_loop();
        return MG_FORM_FIELD_HANDLE_NEXT;
    }
    if (value_len > 0 && value_len <= sizeof copy)
        memcpy(copy, value, value_len);
    return value_len % 7 == 6 ? MG_FORM_FIELD_HANDLE_NEXT : MG_FORM_FIELD_HANDLE_GET;
}

static int handle_form(struct mg_connection *connection, void *context)
{
    struct form form = {.site = context};
    struct mg_form_data_handler handler = {.field_found = form_found,
                                           .field_get = form_get,
                                           .user_data = &form};
    char text[VALUE_BYTES];
    int count = mg_handle_form_request(connection, &handler);
    BB_ORACLE(form_count, count < 0 || count >= (int)form.fields,
              "more fields are told than are counted");
    snprintf(text, sizeof text, "%d fields, %zu bytes\n", count, form.bytes);
    answer(connection, 200, bb_bytes_str(text));
    return 200;
}

static void check_escapes(const char *value)
{
    char escaped[3 * VALUE_BYTES + 1], back[VALUE_BYTES];
    mg_url_encode(value, escaped, sizeof escaped);
    int len = mg_url_decode(escaped, (int)strlen(escaped), back, sizeof back, 0);
    BB_ORACLE(escape_returns, len == (int)strlen(value) && strcmp(back, value) == 0,
              "a value that is escaped and unescaped is another one");
}

static void note_value(struct bb_buf *text, const char *value, int len)
{
    BB_ORACLE(value_fits, len < VALUE_BYTES, "a value is longer than the room for it");
    if (len < 0)
        return;
    bb_buf_printf(text, "%d ", len);
    if (strlen(value) == (size_t)len)
        check_escapes(value);
}

static void note_arguments(struct bb_buf *text, const char *query)
{
    struct mg_header fields[ARGUMENTS];
    char *copy = strdup(query);
    int count = copy ? mg_split_form_urlencoded(copy, fields, ARGUMENTS) : 0;
    BB_ORACLE(arguments_count, count <= ARGUMENTS, "more arguments than there is room for");
    for (int i = 0; i < count; i++)
        bb_buf_printf(text, "%zu ", strlen(fields[i].name) + (fields[i].value ? 1 : 0));
    free(copy);
}

static int handle_vars(struct mg_connection *connection, void *context)
{
    static const char *const names[] = {"a", "b", "c"};
    const struct mg_request_info *request = mg_get_request_info(connection);
    const char *query = request->query_string ? request->query_string : "";
    const char *cookies = mg_get_header(connection, "Cookie");
    struct bb_buf text = BB_BUF_INIT(1 << 12);
    char value[VALUE_BYTES];
    (void)context;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        note_value(&text, value, mg_get_var(query, strlen(query), names[i], value, sizeof value));
        note_value(&text, value,
                   mg_get_var2(query, strlen(query), names[i], value, sizeof value, 1));
        if (cookies)
            note_value(&text, value, mg_get_cookie(cookies, names[i], value, sizeof value));
    }
    note_arguments(&text, query);
    answer(connection, 200, bb_buf_bytes(&text));
    bb_buf_free(&text);
    return 200;
}

static int handle_digest(struct mg_connection *connection, void *context)
{
    (void)context;
    int granted = mg_check_digest_access_authentication(connection, "device", SYSTEM_PASSWORDS);
    if (granted <= 0) {
        mg_send_digest_access_authentication_request(connection, "device");
        return 401;
    }
    const char *header = mg_get_header(connection, "Authorization");
    BB_ORACLE(digest_granted, header && strstr(header, "user") && strstr(header, "response"),
              "access is granted to a client without credentials");
    answer(connection, 200, bb_bytes_str("granted\n"));
    return 200;
}

static int handle_chunks(struct mg_connection *connection, void *context)
{
    static const char body[] = "three pieces in chunks";
    bool has_no_body = is_head(connection);
    struct civetweb_site *site = context;
    size_t number = civetweb_answers_expect(&site->answers, 200, has_no_body, bb_bytes_str(body));
    mg_printf(connection,
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" ANSWERS_HEADER ": %zu\r\n\r\n",
              number);
    if (has_no_body)
        return 200;
    mg_send_chunk(connection, body, 5);
    mg_send_chunk(connection, body + 5, 10);
    mg_send_chunk(connection, body + 15, (unsigned)strlen(body + 15));
    mg_send_chunk(connection, "", 0);
    return 200;
}

static int handle_go(struct mg_connection *connection, void *context)
{
    const struct mg_request_info *request = mg_get_request_info(connection);
    const char *query = request->query_string ? request->query_string : "";
    char to[VALUE_BYTES];
    (void)context;
    if (mg_get_var(query, strlen(query), "to", to, sizeof to) < 0 || strpbrk(to, "\r\n"))
        snprintf(to, sizeof to, "/");
    mg_send_http_redirect(connection, to, 302);
    return 302;
}

static int socket_connect(const struct mg_connection *connection, void *context)
{
    (void)connection, (void)context;
    return 0;
}

static void socket_ready(struct mg_connection *connection, void *context)
{
    (void)connection;
    ((struct civetweb_site *)context)->sockets++;
}

static int socket_data(struct mg_connection *connection, int head, char *data, size_t len,
                       void *context)
{
    static const char *const closing = "close";
    struct civetweb_site *site = context;
    int opcode = head & 0x0f;
    BB_ORACLE(frame_size, len <= site->input.len, "a frame is longer than all that was sent");
    bb_state(150 + (unsigned)opcode);
    if (opcode == MG_WEBSOCKET_OPCODE_CONNECTION_CLOSE)
        return 0;
    if (opcode == MG_WEBSOCKET_OPCODE_PING || opcode == MG_WEBSOCKET_OPCODE_PONG)
        return 1;
    mg_websocket_write(connection, opcode ? opcode : MG_WEBSOCKET_OPCODE_TEXT, data, len);
    return !(len == strlen(closing) && memcmp(data, closing, len) == 0);
}

static void socket_close(const struct mg_connection *connection, void *context)
{
    struct civetweb_site *site = context;
    (void)connection;
    BB_ORACLE(socket_closes_once, site->sockets == 1, "a WebSocket is closed that is not open");
    site->sockets--;
}

void civetweb_site_open(struct mg_context *server, struct civetweb_site *site)
{
    mg_set_request_handler(server, "/echo", handle_echo, site);
    mg_set_request_handler(server, "/form", handle_form, site);
    mg_set_request_handler(server, "/vars", handle_vars, site);
    mg_set_request_handler(server, "/digest", handle_digest, site);
    mg_set_request_handler(server, "/chunks", handle_chunks, site);
    mg_set_request_handler(server, "/go", handle_go, site);
    mg_set_websocket_handler(server, "/ws", socket_connect, socket_ready, socket_data, socket_close,
                             site);
}
