#include "cares_server.h"

#include <brickbat/target.h>

#include "message.h"

/* The question of a query, or nothing. */
static struct bb_bytes question_of(struct bb_bytes query)
{
    struct message_record record;
    size_t end = MESSAGE_HEADER_BYTES;
    if (query.len < MESSAGE_HEADER_BYTES || !message_take(query, &end, true, &record))
        return bb_bytes_of(NULL, 0);
    return bb_bytes_of(query.ptr + MESSAGE_HEADER_BYTES, end - MESSAGE_HEADER_BYTES);
}

/* The ID is the query's. A question that is as long becomes the query's, too: a lookup asks for
 * more than one type, and for the address of a name in reverse. */
static void fit(const struct server *server, struct bb_bytes query, uint8_t *answer)
{
    struct bb_bytes question = question_of(query);
    if (server->message.len < MESSAGE_HEADER_BYTES)
        return;
    memcpy(answer, query.ptr, 2);
    if (question.len && question.len == server->question.len)
        memcpy(answer + MESSAGE_HEADER_BYTES, question.ptr, question.len);
}

static void take_query(void *context, int fd, struct bb_bytes bytes, const struct sockaddr *to)
{
    (void)to;
    struct server *server = context;
    struct reply *reply = &server->replies[fd - BB_SHIM_FD_FIRST];
    struct bb_bytes query = bytes;
    size_t head = 0;
    reply->is_stream = bytes.len >= 2 && bb_be16(bytes.ptr) == bytes.len - 2;
    if (reply->is_stream) {
        query = bb_bytes_of(bytes.ptr + 2, bytes.len - 2);
        reply->bytes[0] = (uint8_t)(server->message.len >> 8);
        reply->bytes[1] = (uint8_t)server->message.len;
        head = 2;
    }
    BB_ORACLE(query_is_query, query.len >= MESSAGE_HEADER_BYTES && question_of(query).len > 0,
              "a query has no question");
    memcpy(reply->bytes + head, server->message.ptr, server->message.len);
    fit(server, query, reply->bytes + head);
    reply->len = head + server->message.len;
    server->n_queries++;
}

void server_start(struct server *server, struct bb_bytes message)
{
    *server = (struct server){.message = message, .question = question_of(message)};
    bb_shim_socket_on_send(take_query, server);
}

/* On a stream the answer comes in two pieces. */
static void push(int fd, const struct reply *reply)
{
    size_t first = reply->is_stream ? reply->len / 2 : reply->len;
    bb_shim_socket_push(fd, bb_bytes_of(reply->bytes, first));
    if (first < reply->len)
        bb_shim_socket_push(fd, bb_bytes_of(reply->bytes + first, reply->len - first));
}

bool server_answer(struct server *server)
{
    size_t before = server->n_answers;
    for (int i = 0; i < SERVER_MAX_FDS; i++) {
        struct reply *reply = &server->replies[i];
        if (reply->len == 0 || !bb_shim_socket_is_open(BB_SHIM_FD_FIRST + i))
            continue;
        push(BB_SHIM_FD_FIRST + i, reply);
        reply->len = 0;
        server->n_answers++;
    }
    return server->n_answers > before;
}

bool server_send_empty(struct server *server)
{
    size_t before = server->n_empty;
    for (int i = 0; i < SERVER_MAX_FDS; i++) {
        const struct reply *reply = &server->replies[i];
        if (reply->len == 0 || reply->is_stream || !bb_shim_socket_is_open(BB_SHIM_FD_FIRST + i))
            continue;
        bb_shim_socket_push(BB_SHIM_FD_FIRST + i, bb_bytes_of("", 0));
        server->n_empty++;
    }
    return server->n_empty > before;
}
