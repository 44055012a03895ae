/* The HTTP oracles' second opinion (targets/http): a wrong one would accuse a parser falsely. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "chunk.h"
#include "pieces.h"
#include "response.h"

#define BYTES(literal) bb_bytes_of(literal, sizeof(literal) - 1)

static void test_http_message__takes_chunks(void **state)
{
    struct bb_bytes rest = BYTES("5\r\nhello\r\n0a;a=b\n0123456789\n0\r\nrest"), data;
    (void)state;
    assert_true(chunk_take(&rest, &data));
    assert_true(bb_bytes_equal(data, BYTES("hello")));
    assert_true(chunk_take(&rest, &data));
    assert_true(bb_bytes_equal(data, BYTES("0123456789")));
    assert_true(chunk_take(&rest, &data));
    assert_int_equal(data.len, 0);
    assert_true(bb_bytes_equal(rest, BYTES("rest")));
}

static void test_http_message__refuses_malformed_chunks(void **state)
{
    const struct bb_bytes malformed[] = {
        BYTES(""),
        BYTES("5"),                              /* no end of the line */
        BYTES("\r\n"),                           /* no size */
        BYTES("x\r\n"),                          /* no number */
        BYTES("5 \r\nhello\r\n"),                /* a blank behind it */
        BYTES("5\r\nhell"),                      /* cut short */
        BYTES("5\r\nhello"),                     /* no end of the data */
        BYTES("5\r\nhello!\r\n"),                /* longer than it says */
        BYTES("10000000000000005\r\nhello\r\n"), /* beyond 64 bits */
    };
    (void)state;
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        struct bb_bytes rest = malformed[i], data;
        assert_false(chunk_take(&rest, &data));
        assert_ptr_equal(rest.ptr, malformed[i].ptr);
    }
}

static void test_http_message__reads_a_response(void **state)
{
    struct bb_bytes rest =
        BYTES("HTTP/1.1 200 OK\r\nX-Answer: 7\r\nContent-Length: 2\r\n\r\nokHTTP");
    struct response response = {0};
    (void)state;
    assert_true(response_take_head(&rest, &response));
    assert_int_equal(response.status, 200);
    assert_true(response.has_number);
    assert_int_equal(response.number, 7);
    assert_true(response_take_body(&rest, false, &response));
    assert_true(response_body_equals(&response, BYTES("ok")));
    assert_false(response_body_equals(&response, BYTES("no")));
    assert_true(bb_bytes_equal(rest, BYTES("HTTP")));
}

static void test_http_message__reads_chunks_and_trailers(void **state)
{
    struct bb_bytes rest = BYTES("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                 "2\r\nab\r\n1\r\nc\r\n0\r\nX: y\r\n\r\nHTTP");
    struct response response = {0};
    (void)state;
    assert_true(response_take_head(&rest, &response));
    assert_true(response_take_body(&rest, false, &response));
    assert_true(response_body_equals(&response, BYTES("abc")));
    assert_false(response_body_equals(&response, BYTES("ab")));
    assert_false(response_body_equals(&response, BYTES("abcd")));
    assert_true(bb_bytes_equal(rest, BYTES("HTTP")));
}

static void test_http_message__knows_what_has_no_body(void **state)
{
    struct bb_bytes head = BYTES("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHTTP");
    struct bb_bytes none = BYTES("HTTP/1.1 204 No Content\r\n\r\nHTTP");
    struct bb_bytes until_end = BYTES("HTTP/1.0 200 OK\r\n\r\nall of it");
    struct response response = {0};
    (void)state;
    assert_true(response_take_head(&head, &response));
    assert_true(response_take_body(&head, true, &response));
    assert_true(bb_bytes_equal(head, BYTES("HTTP")));
    assert_true(response_take_head(&none, &response));
    assert_true(response_take_body(&none, false, &response));
    assert_true(bb_bytes_equal(none, BYTES("HTTP")));
    assert_true(response_take_head(&until_end, &response));
    assert_true(response_take_body(&until_end, false, &response));
    assert_true(response_body_equals(&response, BYTES("all of it")));
}

static void test_http_message__refuses_malformed_responses(void **state)
{
    const struct bb_bytes malformed[] = {
        BYTES(""),
        BYTES("HTTP/1.1 200 OK\r\n"),                           /* no blank line */
        BYTES("HTTP/1.1 200 OK\n\n"),                           /* bare line feeds */
        BYTES("HTTP/2.0 200 OK\r\n\r\n"),                       /* another version */
        BYTES("HTTP/1.1 20 OK\r\n\r\n"),                        /* two digits */
        BYTES("HTTP/1.1 200 OK\r\nno colon\r\n\r\n"),           /* not a field */
        BYTES("HTTP/1.1 200 OK\r\nX : y\r\n\r\n"),              /* a blank in a name */
        BYTES("HTTP/1.1 200 OK\r\nX: a\nY: b\r\n\r\n"),         /* a line feed in a value */
        BYTES("HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n"), /* no number */
        BYTES("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n"),
        BYTES("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"),
    };
    (void)state;
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        struct bb_bytes rest = malformed[i];
        struct response response = {0};
        assert_false(response_take_head(&rest, &response));
    }
}

static void test_http_message__pieces_are_the_whole(void **state)
{
    uint8_t input[1000];
    size_t n_pieces = 0, n_bytes = 0;
    (void)state;
    for (size_t i = 0; i < sizeof input; i++)
        input[i] = (uint8_t)(i * i >> 3);
    struct bb_bytes rest = bb_bytes_of(input, sizeof input), piece;
    for (; piece_take(&rest, &piece); n_pieces++) {
        assert_ptr_equal(piece.ptr, input + n_bytes);
        assert_true(piece.len >= 3 || rest.len == 0);
        n_bytes += piece.len;
    }
    assert_int_equal(n_bytes, sizeof input);
    assert_true(n_pieces > 1 && n_pieces < 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_http_message__takes_chunks),
        cmocka_unit_test(test_http_message__refuses_malformed_chunks),
        cmocka_unit_test(test_http_message__reads_a_response),
        cmocka_unit_test(test_http_message__reads_chunks_and_trailers),
        cmocka_unit_test(test_http_message__knows_what_has_no_body),
        cmocka_unit_test(test_http_message__refuses_malformed_responses),
        cmocka_unit_test(test_http_message__pieces_are_the_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
