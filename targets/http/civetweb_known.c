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
        BB_ORACLE(known_error_body_of_head, 1, "");
        return true;
    }
    if (is_error_page(rest)) {
        BB_ORACLE(known_error_without_head, 1, "");
        return true;
    }
    if (is_other_version(rest)) {
        BB_ORACLE(known_version_echoed, 1, "");
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
    BB_ORACLE(known_range_past_end, 1, "");
}

void known_length_overflow(void)
{
    BB_ORACLE(known_length_overflow, 1, "");
}

void known_chunk_overflow(void)
{
    BB_ORACLE(known_chunk_overflow, 1, "");
}

void known_form_busy_loop(void)
{
    BB_ORACLE(known_form_busy_loop, 1, "");
}

bool known_form_nul_busy_loop(void)
{
    if (!bb_is_passed_over("form_nul_busy_loop"))
        return false;
    BB_ORACLE(known_form_nul_busy_loop, 1, "");
    return true;
}
