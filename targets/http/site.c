#include "site.h"

#include <string.h>

static const char status_page[] = "<html><body>The device is well.</body></html>\n";

static enum MHD_Result answer(struct MHD_Connection *connection, unsigned status, const char *body)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(body), (void *)body, MHD_RESPMEM_PERSISTENT);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "text/html");
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

enum MHD_Result site_handle(void *site, struct MHD_Connection *connection, const char *url,
                            const char *method, const char *version, const char *upload,
                            size_t *upload_bytes, void **request)
{
    (void)site, (void)version, (void)upload;
    static char seen;
    if (!*request) { /* the header only; it is answered when the body is there */
        *request = &seen;
        return MHD_YES;
    }
    if (*upload_bytes) {
        *upload_bytes = 0;
        return MHD_YES;
    }
    if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
        return answer(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "");
    if (strcmp(url, "/") != 0)
        return answer(connection, MHD_HTTP_NOT_FOUND, "There is no such page.\n");
    return answer(connection, MHD_HTTP_OK, status_page);
}
