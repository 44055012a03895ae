/*
 * civetweb.c as it is released. mg_stop would wait for threads of which there are none here, so its
 * halves are called one by one.
 */
#include "src/civetweb.c"

#include "civetweb_parser.h"

void civetweb_stop(struct mg_context *server)
{
    STOP_FLAG_ASSIGN(&server->stop_flag, 1);
}

void civetweb_free(struct mg_context *server)
{
    free_context(server);
}

bool civetweb_refuse_length(struct mg_connection *connection)
{
    if (connection->content_len < INT64_MAX - INT_MAX)
        return false;
    connection->must_close = 1;
    return true;
}
