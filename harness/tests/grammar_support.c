#include "grammar_support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "grammar/parts.h"

enum { MAX_SHOWN_BYTES = 512 };

static void print_hex(const char *what, struct bb_bytes bytes)
{
    fprintf(stderr, "%s: ", what);
    for (size_t i = 0; i < bytes.len && i < MAX_SHOWN_BYTES; i++)
        fprintf(stderr, "%02x", bytes.ptr[i]);
    fprintf(stderr, " (%zu bytes)\n", bytes.len);
}

static void print_failure(const struct bb_grammar *grammar, struct bb_bytes input,
                          struct bb_bytes output)
{
    fprintf(stderr, "%s: not lossless\n", bb_grammar_name(grammar));
    print_hex(" in", input);
    print_hex("out", output);
    struct bb_buf text = BB_BUF_INIT(1 << 20);
    if (bb_show(grammar, input, BB_SHOW_PLAIN, &text) == BB_OK)
        fprintf(stderr, "%s", bb_buf_str(&text));
    bb_buf_free(&text);
}

static void assert_equal(const struct bb_grammar *grammar, struct bb_bytes input,
                         struct bb_bytes output)
{
    if (bb_bytes_equal(input, output))
        return;
    print_failure(grammar, input, output);
    fail();
}

void assert_lossless(const struct bb_grammar *grammar, struct bb_bytes input,
                     struct bb_tree *ret_tree)
{
    static uint8_t out[1 << 18];
    size_t size = 0;
    assert_int_equal(bb_lift(grammar, input, ret_tree, NULL), BB_OK);
    assert_int_equal(bb_render(ret_tree, out, sizeof out, &size), BB_OK);
    assert_equal(grammar, input, bb_bytes_of(out, size));
    assert_int_equal(bb_render_by_tables(ret_tree, out, sizeof out, &size), BB_OK);
    assert_equal(grammar, input, bb_bytes_of(out, size));
}

size_t damage(struct bb_rng *rng, uint8_t *bytes, size_t len)
{
    for (uint64_t n = 1 + bb_rng_below(rng, 3); n > 0 && len > 0; n--) {
        size_t at = bb_rng_below(rng, len);
        switch (bb_rng_below(rng, 4)) {
        case 0: bytes[at] ^= (uint8_t)(1u << bb_rng_below(rng, 8)); break;
        case 1: bytes[at] = (uint8_t)(bb_rng_one_in(rng, 2) ? 0xff : bb_rng_next(rng)); break;
        case 2: len = at; break;
        default: memmove(bytes + at, bytes + at + 1, len - at - 1); len--;
        }
    }
    return len;
}

static unsigned digit(char c)
{
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 32) - 'a') + 10;
}

size_t bytes_of_hex(const char *hex, uint8_t *ret_bytes, size_t size)
{
    size_t n = 0;
    while (*hex) {
        if (*hex == ' ') {
            hex++;
            continue;
        }
        if (*hex == '\'') {
            for (hex++; *hex != '\''; hex++) {
                assert_true(n < size && *hex);
                ret_bytes[n++] = (uint8_t)*hex;
            }
            hex++;
            continue;
        }
        assert_true(n < size && hex[1]);
        ret_bytes[n++] = (uint8_t)(digit(hex[0]) << 4 | digit(hex[1]));
        hex += 2;
    }
    return n;
}
