#include "body.h"

#include <brickbat/target.h>

#include <microhttpd.h>
#include <strings.h>

#include "chunk.h"

static void check_chunked(struct bb_bytes upload, struct bb_bytes raw)
{
    struct bb_bytes data = {0}, same;
    bool is_well = false;
    while ((is_well = chunk_take(&raw, &data)) && data.len > 0) {
        BB_ORACLE(chunk_is_upload,
                  bb_bytes_take(&upload, data.len, &same) && bb_bytes_equal(data, same),
                  "the upload is not what is in the chunks");
    }
    BB_ORACLE(chunks_are_well, is_well, "a body in chunks was taken that is not in due form");
    BB_ORACLE(chunks_are_all, upload.len == 0, "the upload is longer than the chunks");
}

/* Digits only, as in RFC 9110, 8.6. */
static bool read_length(const char *text, uint64_t *ret_length)
{
    uint64_t length = 0;
    const char *at = text;
    for (; *at >= '0' && *at <= '9'; at++) {
        if (length > UINT64_MAX / 10 - 1)
            return false;
        length = length * 10 + (uint64_t)(*at - '0');
    }
    *ret_length = length;
    return at > text && *at == '\0';
}

void body_check(struct MHD_Connection *connection, struct bb_bytes upload, struct bb_bytes raw)
{
    const char *coding =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_TRANSFER_ENCODING);
    const char *text =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
    uint64_t length = 0;
    if (coding && strcasecmp(coding, "chunked") == 0) {
        check_chunked(upload, raw);
        return;
    }
    if (coding)
        return; /* up to the end of the connection, which is not for us to say */
    BB_ORACLE(length_is_number, !text || read_length(text, &length),
              "a Content-Length that is no number was taken");
    BB_ORACLE(length_is_upload, upload.len == length,
              "the upload has another length than was declared");
    BB_ORACLE(upload_is_sent, bb_bytes_equal(upload, raw), "the upload is not what was sent");
}
