#include "triage/state_line.h"

#include "triage/scan.h"

struct writer {
    char *line;
    size_t n;
};

static void put(struct writer *out, const char *text, size_t n)
{
    size_t room = BB_STATE_LINE_SIZE - 1 - out->n;
    if (n > room)
        n = room;
    memcpy(out->line + out->n, text, n);
    out->n += n;
}

static size_t count_while(struct bb_bytes text, size_t at, bool (*test)(uint8_t))
{
    size_t n = 0;
    while (at + n < text.len && test(text.ptr[at + n]))
        n++;
    return n;
}

static bool is_number_byte(uint8_t c)
{
    return bb_scan_is_digit(c) || c == '.';
}

/* How many bytes at `at` are an address: "0x" and four digits or more, and any 'U' behind. */
static size_t address_length(struct bb_bytes text, size_t at)
{
    if (!bb_bytes_has_prefix(bb_scan_from(text, at), "0x"))
        return 0;
    size_t digits = count_while(text, at + 2, bb_scan_is_hex_digit);
    if (digits < 4)
        return 0;
    size_t end = at + 2 + digits;
    while (end < text.len && text.ptr[end] == 'U')
        end++;
    return end - at;
}

/* How many bytes at `at` are a number that stands alone. Not "file.c:1234", not "lib-1.0.so". */
static size_t number_length(struct bb_bytes text, size_t at)
{
    uint8_t before = at ? text.ptr[at - 1] : ' ';
    if (before == ':' || is_number_byte(before))
        return 0;
    size_t n = count_while(text, at, is_number_byte);
    if (n < 4) {
        n = before == '@' || before == '#' ? count_while(text, at, bb_scan_is_digit) : 0;
        if (n == 0)
            return 0;
    }
    uint8_t behind = at + n < text.len ? text.ptr[at + n] : ' ';
    return bb_scan_is_alnum(behind) || behind == '.' ? 0 : n;
}

static struct bb_bytes without_offset(struct bb_bytes text)
{
    size_t plus = bb_scan_find_last(text, "+0x");
    if (plus == BB_SCAN_NONE)
        return text;
    size_t digits = count_while(text, plus + 3, bb_scan_is_hex_digit);
    return digits && plus + 3 + digits == text.len ? bb_scan_to(text, plus) : text;
}

static size_t copy_printable(struct bb_bytes text, uint8_t *ret_copy, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len && n < size; i++)
        if (text.ptr[i] == '\t' || (text.ptr[i] >= ' ' && text.ptr[i] <= '~'))
            ret_copy[n++] = text.ptr[i];
    return n;
}

void bb_state_line_clean(struct bb_bytes text, bool whole, char ret_line[static BB_STATE_LINE_SIZE])
{
    uint8_t copy[4 * BB_STATE_LINE_SIZE];
    struct bb_bytes clean =
        without_offset(bb_bytes_of(copy, copy_printable(text, copy, sizeof copy)));
    struct writer out = {.line = ret_line};
    for (size_t at = 0; at < clean.len;) {
        size_t address = address_length(clean, at);
        size_t number = address ? 0 : number_length(clean, at);
        if (address)
            put(&out, "ADDRESS", 7);
        else if (number)
            put(&out, "NUMBER", 6);
        else
            put(&out, (const char *)clean.ptr + at, 1);
        at += address ? address : number ? number : 1;
    }
    if (!whole && out.n > BB_STATE_LINE_SHOWN)
        out.n = BB_STATE_LINE_SHOWN;
    ret_line[out.n] = '\0';
}
