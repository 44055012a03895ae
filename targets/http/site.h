/*
 * The web server that the target plays: a small device's status page.
 */
#ifndef BB_HTTP_SITE_H
#define BB_HTTP_SITE_H

#include <microhttpd.h>

/* MHD_AccessHandlerCallback; `site` is not used yet. */
enum MHD_Result site_handle(void *site, struct MHD_Connection *connection, const char *url,
                            const char *method, const char *version, const char *upload,
                            size_t *upload_bytes, void **request);

#endif
