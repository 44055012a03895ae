#include "civetweb_known.h"

#include <brickbat/target.h>

static bool is_error_page(struct bb_bytes rest)
{
    return bb_bytes_has_prefix(rest, "Error ");
}

/* A request line that has more words than three: all that the client said from the third one on, to
 * the end of its last line. */
static bool is_request_echoed(struct bb_bytes rest)
{
    static const char behind[] = " 400 Bad Request\r\n";
    const uint8_t *at = memmem(rest.ptr, rest.len, behind, strlen(behind));
    return at && at > rest.ptr && (at[-1] == '\r' || at[-1] == '\n');
}

/* "HTTP/", what the client said in place of a version, with lines if it had any, and an error
 * page in the end. */
static bool is_other_version(struct bb_bytes rest)
{
    static const char page[] = "\r\n\r\nError ";
    bool is_version =
        bb_bytes_has_prefix(rest, "HTTP/1.0 ") || bb_bytes_has_prefix(rest, "HTTP/1.1 ");
    return bb_bytes_has_prefix(rest, "HTTP/") && (!is_version || is_request_echoed(rest)) &&
           memmem(rest.ptr, rest.len, page, strlen(page));
}

bool civetweb_known_head(struct bb_bytes rest, bool is_behind_head)
{
    if (is_error_page(rest) && is_behind_head) {
        BB_KNOWN(error_body_of_head);
        return true;
    }
    if (is_error_page(rest)) {
        BB_KNOWN(error_without_head);
        return true;
    }
    if (is_other_version(rest)) {
        BB_KNOWN(version_echoed);
        return true;
    }
    return false;
}

bool civetweb_is_file(struct bb_bytes head)
{
    static const char name[] = "\r\nAccept-Ranges: bytes\r\n";
    const uint8_t *end = memmem(head.ptr, head.len, "\r\n\r\n", 4);
    return end && memmem(head.ptr, (size_t)(end - head.ptr), name, strlen(name));
}

void known_range_past_end(void)
{
    BB_KNOWN(range_past_end);
}

void known_length_overflow(void)
{
    BB_KNOWN(length_overflow);
}

void known_chunk_overflow(void)
{
    BB_KNOWN(chunk_overflow);
}

void known_form_busy_loop(void)
{
    BB_KNOWN(form_busy_loop);
}

bool known_form_nul_busy_loop(void)
{
    return BB_PASSES_OVER(form_nul_busy_loop);
}
