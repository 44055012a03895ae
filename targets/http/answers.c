#include "answers.h"

#include <brickbat/target.h>

#include <stdio.h>
#include <stdlib.h>

#include "known.h"
#include "response.h"

void answers_sent(struct answers *answers, struct bb_bytes bytes)
{
    if (answers->sent.max_bytes == 0)
        answers->sent = BB_BUF_INIT(ANSWERS_SENT_MAX);
    bb_buf_append(&answers->sent, bytes);
}

void answers_end(struct answers *answers)
{
    answers->sent_at_end = answers->sent.len;
    answers->has_ended = true;
}

const char *answers_next_name(struct answers *answers)
{
    snprintf(answers->name, sizeof answers->name, "%zu", answers->count);
    return answers->name;
}

void answers_expect(struct answers *answers, unsigned status, bool is_head, struct bb_bytes body)
{
    size_t i = answers->count++;
    if (answers->bodies.max_bytes == 0)
        answers->bodies = BB_BUF_INIT(ANSWERS_SENT_MAX);
    if (i >= ANSWERS_MAX)
        return;
    answers->expected[i] = (struct answers_one){.status = status,
                                                .is_head = is_head,
                                                .body_at = answers->bodies.len,
                                                .body_len = body.len};
    if (!bb_buf_append(&answers->bodies, body))
        abort();
}

/* What the body should be, against what it is. */
static void check_body(const struct answers *answers, const struct answers_one *one,
                       const struct response *response)
{
    struct bb_bytes body = bb_bytes_of(answers->bodies.ptr, 0);
    if (one->body_len > 0)
        body = bb_bytes_of(answers->bodies.ptr + one->body_at, one->body_len);
    BB_ORACLE(answer_length, !response->has_length || response->length == body.len,
              "a response has a Content-Length that is not that of its body");
    if (!one->is_head && !one->may_break)
        BB_ORACLE(answer_body, response_body_equals(response, body),
                  "a response has another body than the application gave it");
}

/* A response of the server's own ends the connection. It may be to a HEAD, which we do not know. */
static void check_own(const struct answers *answers, struct bb_bytes rest,
                      const struct response *response)
{
    struct bb_bytes body;
    struct response again = {0};
    BB_ORACLE(own_status, response->status >= 400 && response->status < 600,
              "the server has answered by itself, but not with an error");
    BB_ORACLE(own_length, response->has_length, "an error page has no Content-Length");
    if (response_take_head(&rest, &again) && again.status == response->status)
        BB_KNOWN(error_header_twice);
    if (rest.len == 0)
        return;
    BB_ORACLE(own_is_whole, bb_bytes_take(&rest, response->length, &body) || answers->has_ended,
              "an error page is cut short");
    BB_ORACLE(own_is_last, rest.len == 0, "something follows a response that ends the connection");
}

/* False after the last one. */
static bool check_one(const struct answers *answers, struct bb_bytes *rest, size_t *next)
{
    struct response response = {0};
    size_t at = answers->sent.len - rest->len;
    bool has_head = response_take_head(rest, &response);
    BB_ORACLE(head_is_well, has_head || (answers->has_ended && at >= answers->sent_at_end),
              "what was sent is no response, or its header has no end");
    if (!has_head)
        return false;
    bb_state(64 + response.status % 128);
    if (response.status == 100)
        return true;
    if (!response.has_number) {
        check_own(answers, *rest, &response);
        return false;
    }
    size_t number = response.number;
    BB_ORACLE(answers_in_order, number >= *next && number < answers->count,
              "a response is sent twice, out of order, or was never given");
    *next = number + 1;
    if (number >= ANSWERS_MAX || response.status == 101)
        return false;
    const struct answers_one *one = &answers->expected[number];
    BB_ORACLE(answer_status, response.status == one->status,
              "a response has another status than the application gave it");
    bool is_whole = response_take_body(rest, one->is_head, &response);
    BB_ORACLE(answer_is_whole,
              is_whole || one->may_break || (answers->has_ended && at >= answers->sent_at_end),
              "a response is cut short, or its chunks are not in due form");
    if (is_whole)
        check_body(answers, one, &response);
    if (is_whole && one->is_head && response_take_last_chunk(rest, &response))
        BB_KNOWN(last_chunk_after_head);
    return is_whole;
}

void answers_may_break(struct answers *answers)
{
    if (answers->count > 0 && answers->count <= ANSWERS_MAX)
        answers->expected[answers->count - 1].may_break = true;
}

void answers_check(struct answers *answers)
{
    struct bb_bytes rest = bb_buf_bytes(&answers->sent);
    size_t next = 0;
    if (answers->sent.failed)
        return;
    while (rest.len > 0 && check_one(answers, &rest, &next))
        continue;
}

void answers_free(struct answers *answers)
{
    bb_buf_free(&answers->bodies);
    bb_buf_free(&answers->sent);
}
