#include "civetweb_answers.h"

#include <brickbat/target.h>

#include "base/hash.h"

#include "chunk.h"
#include "civetweb_known.h"
#include "response.h"

enum { SWITCHING_PROTOCOLS = 101, FRAME_OPCODES = 0x0f, FRAME_FINAL = 0x80, FRAME_MASKED = 0x80 };

void civetweb_answers_begin(struct civetweb_answers *answers)
{
    if (answers->sent.max_bytes == 0)
        answers->sent = BB_BUF_INIT(CIVETWEB_SENT_MAX_BYTES);
    bb_buf_reset(&answers->sent);
    answers->is_cut = answers->has_second = false;
    answers->fd = -1;
    answers->count = answers->begun_count = 0;
}

void civetweb_answers_request(struct civetweb_answers *answers, bool is_head)
{
    if (answers->begun_count < CIVETWEB_ANSWERS_MAX)
        answers->begun[answers->begun_count++] =
            (struct civetweb_begun){is_head, answers->sent.len};
}

size_t civetweb_answers_expect(struct civetweb_answers *answers, unsigned status, bool is_head,
                               struct bb_bytes body)
{
    if (answers->count == CIVETWEB_ANSWERS_MAX)
        return answers->count;
    answers->all[answers->count] = (struct civetweb_answer){
        .status = status,
        .body = bb_hash_bytes(BB_HASH_START, body),
        .body_bytes = body.len,
        .is_head = is_head,
    };
    return answers->count++;
}

void civetweb_answers_sent(struct civetweb_answers *answers, int fd, struct bb_bytes bytes)
{
    if (answers->fd >= 0 && fd != answers->fd && !answers->has_second) {
        answers->has_second = true;
        answers->second_at = answers->sent.len;
    }
    answers->fd = fd;
    if (!bb_buf_append(&answers->sent, bytes))
        answers->is_cut = true;
}

/* The body as it was before it was put in chunks. */
static struct bb_bytes whole_body(const struct response *response, size_t *ret_len,
                                  uint64_t *ret_hash)
{
    struct bb_bytes raw = response->raw, data;
    uint64_t hash = BB_HASH_START;
    size_t len = 0;
    if (!response->is_chunked) {
        hash = bb_hash_bytes(hash, raw);
        len = raw.len;
    }
    while (response->is_chunked && chunk_take(&raw, &data) && data.len > 0) {
        hash = bb_hash_bytes(hash, data);
        len += data.len;
    }
    *ret_len = len;
    *ret_hash = hash;
    return raw;
}

static void check_own(const struct civetweb_answer *answer, const struct response *response)
{
    size_t len;
    uint64_t hash;
    BB_ORACLE(answer_status, response->status == answer->status,
              "a response has another status than the application gave it");
    BB_ORACLE(answer_length, !response->has_length || response->length == answer->body_bytes,
              "a response has a Content-Length that is not that of its body");
    if (answer->is_head)
        return;
    whole_body(response, &len, &hash);
    BB_ORACLE(answer_body, len == answer->body_bytes && hash == answer->body,
              "a response has another body than the application gave it");
}

/* RFC 6455, 5.2: what a server sends is not masked, and as long as it says in as few bytes as it
 * takes. */
static bool take_frame(struct bb_bytes *rest)
{
    struct bb_bytes head, longer, payload;
    if (!bb_bytes_take(rest, 2, &head) || (head.ptr[0] & 0x70) || (head.ptr[1] & FRAME_MASKED))
        return false;
    size_t len = head.ptr[1];
    size_t more = len == 127 ? 8 : len == 126 ? 2 : 0;
    if (!bb_bytes_take(rest, more, &longer))
        return false;
    for (size_t i = 0; i < more; i++)
        len = i == 0 ? longer.ptr[0] : len << 8 | longer.ptr[i];
    bool is_shortest = more == 0 || (more == 2 ? len >= 126 : len > 0xffff);
    return is_shortest && bb_bytes_take(rest, len, &payload);
}

static void check_frames(struct bb_bytes rest)
{
    bool is_well = true;
    while (is_well && rest.len > 0)
        is_well = take_frame(&rest);
    BB_ORACLE(frames_are_well, is_well, "the server sent a malformed WebSocket frame");
}

/* Whether the response that begins here is to a HEAD: the request before it is the last one that
 * was begun when so much was sent. */
static bool has_no_body(const struct civetweb_answers *answers, const struct response *response,
                        size_t sent_bytes)
{
    bool is_head = false;
    if (response->has_number && response->number < answers->count)
        return answers->all[response->number].is_head;
    for (size_t i = 0; i < answers->begun_count && answers->begun[i].sent_bytes <= sent_bytes; i++)
        is_head = answers->begun[i].is_head;
    return is_head;
}

/* Where the check is in what was sent. */
struct cursor {
    struct bb_bytes rest;
    bool is_behind_head; /* the response before has no body, being to a HEAD */
    bool is_file;        /* the response before, or the one that is looked at, is a file */
    size_t next_number;  /* of the application's answers */
};

/* Takes the next response; or counts a known fault, and is false. */
static bool take_head(struct cursor *cursor, struct response *ret_response)
{
    struct bb_bytes before = cursor->rest;
    bool was_file = cursor->is_file;
    cursor->is_file = civetweb_is_file(before);
    bool is_well = response_take_head(&cursor->rest, ret_response);
    if (!is_well && (was_file || cursor->is_file)) {
        known_range_past_end();
        return false;
    }
    if (!is_well && civetweb_known_head(before, cursor->is_behind_head))
        return false;
    BB_ORACLE(head_is_well, is_well, "the server sent what is not the head of a response");
    return true;
}

static bool take_body(const struct civetweb_answers *answers, struct cursor *cursor, size_t at,
                      struct response *response)
{
    cursor->is_behind_head = has_no_body(answers, response, at);
    bool is_whole = response_take_body(&cursor->rest, cursor->is_behind_head, response);
    if (!is_whole && cursor->is_file) {
        known_range_past_end();
        return false;
    }
    BB_ORACLE(body_is_whole, is_whole, "the body of a response is cut short or malformed");
    return true;
}

/* Behind a known fault, the numbers of what could not be told are left out. */
static void check_whole(const struct civetweb_answers *answers, const struct response *response,
                        size_t *next_number)
{
    if (!response->has_number)
        return;
    BB_ORACLE(answers_in_order,
              response->number >= *next_number && response->number < answers->count,
              "responses are not in the order of their requests");
    check_own(&answers->all[response->number], response);
    *next_number = response->number + 1;
}

static void check_connection(const struct civetweb_answers *answers, struct cursor *cursor)
{
    struct response response;
    while (cursor->rest.len > 0) {
        size_t at = (size_t)(cursor->rest.ptr - answers->sent.ptr);
        if (!take_head(cursor, &response))
            return;
        bb_state(16 + response.status % 128);
        if (response.status == SWITCHING_PROTOCOLS) {
            check_frames(cursor->rest);
            return;
        }
        if (response.status < 200)
            continue;
        if (!take_body(answers, cursor, at, &response))
            return;
        check_whole(answers, &response, &cursor->next_number);
    }
}

void civetweb_answers_check(const struct civetweb_answers *answers)
{
    struct bb_bytes sent = bb_buf_bytes(&answers->sent);
    struct cursor first = {0};
    if (answers->is_cut)
        return;
    bb_bytes_take(&sent, answers->has_second ? answers->second_at : 0, &first.rest);
    check_connection(answers, &first);
    struct cursor second = {.rest = sent, .next_number = first.next_number};
    check_connection(answers, &second);
}
