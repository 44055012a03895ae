/*
 * An input for people: one line per field, with lies and raw bytes marked.
 */
#include <ctype.h>

#include "grammar/number.h"
#include "grammar/show_rows.h"

enum { MAX_PREVIEW_BYTES = 32 }; /* of a long value */

static struct bb_lift_event event_of(const struct row *row)
{
    return (struct bb_lift_event){
        .seen = row->seen,
        .field = row->field,
        .message = row->message,
        .offset = row->offset,
        .data = row->data,
        .len = row->len,
        .value = row->value,
        .depth = row->depth,
    };
}

/* --- text ----------------------------------------------------------------------------------- */

struct printer {
    struct bb_buf *out;
    const uint64_t *truths;
    bool colour;
};

static void paint(const struct printer *p, const char *escape)
{
    if (p->colour)
        bb_buf_append_str(p->out, escape);
}

/* Every row has numbers, for which printf is too slow. These write at `at`, at most MAX_DIGITS
 * bytes, and return where they end. */
enum { MAX_DIGITS = 20, OFFSET_WIDTH = 6 };

static uint8_t *put_decimal(uint8_t *at, uint64_t value, size_t width)
{
    uint8_t text[MAX_DIGITS];
    size_t first = sizeof text;
    do
        text[--first] = (uint8_t)('0' + value % 10);
    while (value /= 10);
    size_t n = sizeof text - first;
    for (; n < width; width--)
        *at++ = ' ';
    memcpy(at, text + first, n);
    return at + n;
}

static uint8_t *put_hex(uint8_t *at, uint64_t value)
{
    int shift = value ? (63 - __builtin_clzll(value)) / 4 * 4 : 0;
    for (; shift >= 0; shift -= 4)
        *at++ = (uint8_t) "0123456789abcdef"[value >> shift & 15];
    return at;
}

static uint8_t *put_text(uint8_t *at, const char *text, size_t len)
{
    memcpy(at, text, len);
    return at + len;
}

static void print_decimal(const struct printer *p, uint64_t value, size_t width)
{
    if (!bb_buf_reserve(p->out, MAX_DIGITS + width))
        return;
    p->out->len = (size_t)(put_decimal(p->out->ptr + p->out->len, value, width) - p->out->ptr);
}

static void print_spaces(const struct printer *p, size_t n)
{
    if (!bb_buf_reserve(p->out, n))
        return;
    memset(p->out->ptr + p->out->len, ' ', n);
    p->out->len += n;
}

static bool is_printable(struct bb_bytes bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        if (bytes.ptr[i] < 0x20 || bytes.ptr[i] > 0x7e)
            return false;
    return true;
}

static void print_hex(const struct printer *p, struct bb_bytes bytes)
{
    static const char digits[] = "0123456789abcdef";
    if (bytes.len == 0 || !bb_buf_reserve(p->out, bytes.len * 3))
        return;
    uint8_t *text = p->out->ptr + p->out->len;
    for (size_t i = 0; i < bytes.len; i++) {
        *text++ = (uint8_t)digits[bytes.ptr[i] >> 4];
        *text++ = (uint8_t)digits[bytes.ptr[i] & 0xf];
        *text++ = ' ';
    }
    p->out->len += bytes.len * 3 - 1;
}

static void print_quoted(const struct printer *p, struct bb_bytes text)
{
    bb_buf_append_byte(p->out, '"');
    bb_buf_append(p->out, text);
    bb_buf_append_byte(p->out, '"');
}

/* Longer than the specification allows, which a length that is true does not show. */
static bool is_too_long(const struct bb_lift_event *event)
{
    return event->seen == BB_SEEN_BYTES && event->len > event->field->max_size;
}

static void print_value_bytes(const struct printer *p, const struct bb_lift_event *event)
{
    size_t shown = event->len < MAX_PREVIEW_BYTES ? event->len : MAX_PREVIEW_BYTES;
    struct bb_bytes value = bb_bytes_of(event->data, shown);
    bool text = event->field && is_printable(value) && (event->field->is_text || shown > 2);
    bool delimiter = event->field && event->field->ends;
    if (event->len == 0)
        bb_buf_append_str(p->out, delimiter ? "missing" : "empty");
    else if (text)
        print_quoted(p, value);
    else
        print_hex(p, value);
    if (event->len > shown)
        bb_buf_printf(p->out, "... (%zu bytes)", event->len);
    if (is_too_long(event)) {
        paint(p, "\033[1;31m");
        bb_buf_printf(p->out, "  <-- %zu bytes, at most %u by the book", event->len,
                      event->field->max_size);
        paint(p, "\033[0m");
    }
}

/* The digits on the wire, where the value alone does not tell them. */
static void print_spelling(const struct printer *p, const struct bb_lift_event *event)
{
    const uint8_t *ptr = event->data;
    if (bb_number_is_canonical(event->field, bb_bytes_of(ptr, event->len), event->field->digits))
        return;
    struct bb_lift_event spelling = *event;
    spelling.seen = BB_SEEN_BYTES;
    bb_buf_append_str(p->out, ", spelt ");
    print_value_bytes(p, &spelling);
}

static const char *name_of_value(const struct bb_field *field, uint64_t value)
{
    for (unsigned i = 0; i < field->n_values; i++)
        if (field->values[i] == value)
            return field->value_names[i];
    return NULL;
}

/* `lie` is a row's. */
static void print_uint(const struct printer *p, const struct bb_lift_event *event, uint32_t lie)
{
    const struct bb_field *field = event->field;
    uint64_t value = event->value;
    print_decimal(p, value, 0);
    if (value > 9)
        bb_buf_printf(p->out, " (0x%llx)", (unsigned long long)value);
    if (bb_field_is_number(field))
        print_spelling(p, event);
    if (field->indefinite && event->data[0] == 0x80)
        bb_buf_append_str(p->out, ", indefinite");
    const char *meaning = name_of_value(field, value);
    if (meaning) {
        bb_buf_append_byte(p->out, ' ');
        bb_buf_append_str(p->out, meaning);
    }
    if (lie) {
        paint(p, "\033[1;31m");
        bb_buf_printf(p->out, "  <-- lie: %llu would be true",
                      (unsigned long long)p->truths[lie - 1]);
        paint(p, "\033[0m");
    }
}

static const char *name_of(const struct bb_lift_event *event)
{
    return event->field ? event->field->name : event->message->name;
}

static void print_name(const struct printer *p, const struct bb_lift_event *event)
{
    bb_buf_append_str(p->out, name_of(event));
    bb_buf_append_str(p->out, " = ");
}

static void print_message(const struct printer *p, const struct bb_lift_event *event)
{
    paint(p, "\033[1m");
    bb_buf_append_str(p->out, name_of(event));
    paint(p, "\033[0m");
    bb_buf_append_str(p->out, "  ");
    bb_buf_append_str(p->out, event->message->name);
    bb_buf_append_str(p->out, ", ");
    print_decimal(p, event->len, 0);
    bb_buf_append_str(p->out, event->len == 1 ? " byte" : " bytes");
}

static const char *const raw_titles[] = {
    [BB_RAW_BETWEEN] = "raw: ",
    [BB_RAW_INSTEAD] = "raw, cannot be read on: ",
    [BB_RAW_BEHIND] = "raw, too many: ",
};

/* Most rows are a name and a number, of which nothing more is to be said: written in place, in one
 * go. False, and nothing written, for others. */
static bool print_plain_uint(const struct printer *p, const struct row *row)
{
    enum { REST = 2 * MAX_DIGITS + sizeof "      =  (0x) \n" + 16 };
    const struct bb_field *field = row->field;
    if (row->seen != BB_SEEN_UINT || p->colour || row->lie || bb_field_is_number(field) ||
        field->indefinite)
        return false;
    const char *meaning = name_of_value(field, row->value);
    size_t name_len = strlen(field->name);
    size_t meaning_len = meaning ? strlen(meaning) : 0;
    size_t indent = (size_t)row->depth * 2;
    if (!bb_buf_reserve(p->out, REST + indent + name_len + meaning_len))
        return true;
    uint8_t *at = put_decimal(p->out->ptr + p->out->len, row->offset, OFFSET_WIDTH);
    memset(at, ' ', indent + 2);
    at = put_text(at + indent + 2, field->name, name_len);
    at = put_decimal(put_text(at, " = ", 3), row->value, 0);
    if (row->value > 9) {
        at = put_hex(put_text(at, " (0x", 4), row->value);
        *at++ = ')';
    }
    if (meaning) {
        *at++ = ' ';
        at = put_text(at, meaning, meaning_len);
    }
    *at++ = '\n';
    p->out->len = (size_t)(at - p->out->ptr);
    return true;
}

/* offset, name indented by its depth, value */
static void print_row(const struct printer *p, const struct row *row)
{
    if (print_plain_uint(p, row))
        return;
    const struct bb_lift_event seen = event_of(row);
    const struct bb_lift_event *event = &seen;
    paint(p, "\033[2m");
    print_decimal(p, event->offset, OFFSET_WIDTH);
    bb_buf_append_str(p->out, "  ");
    paint(p, "\033[0m");
    print_spaces(p, (size_t)event->depth * 2);
    switch (event->seen) {
    case BB_SEEN_ENTER: print_message(p, event); break;
    case BB_SEEN_UINT:
        print_name(p, event);
        print_uint(p, event, row->lie);
        break;
    case BB_SEEN_BYTES:
        print_name(p, event);
        print_value_bytes(p, event);
        break;
    default:
        paint(p, "\033[33m");
        if (event->len == 0 && event->value == BB_RAW_INSTEAD) {
            bb_buf_append_str(p->out, "ends too early");
        } else {
            bb_buf_append_str(p->out, raw_titles[event->value]);
            print_value_bytes(p, event);
        }
        paint(p, "\033[0m");
    }
    bb_buf_append_byte(p->out, '\n');
}

static void print_rows(void *user, const struct rows *rows)
{
    struct printer *p = user;
    p->truths = rows->truths;
    for (size_t i = 0; i < rows->n; i++)
        print_row(p, &rows->ptr[i]);
}

enum bb_status bb_show(const struct bb_grammar *grammar, struct bb_bytes bytes,
                       enum bb_show_style style, struct bb_buf *ret_text)
{
    struct printer p = {.out = ret_text, .colour = style == BB_SHOW_COLOUR};
    enum bb_status status = bb_show_walk(grammar, bytes, print_rows, &p);
    return status == BB_OK ? bb_buf_status(ret_text, NULL) : status;
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static void explain_raw(const struct bb_lift_event *event, struct bb_buf *text)
{
    const char *message = event->message->name;
    const char *s = plural(event->len);
    if (event->value == BB_RAW_BETWEEN)
        bb_buf_printf(text, "%s has %zu byte%s that no field takes (byte %zu)\n", message,
                      event->len, s, event->offset);
    else if (event->value == BB_RAW_BEHIND)
        bb_buf_printf(text, "%s is %zu byte%s too long (byte %zu)\n", message, event->len, s,
                      event->offset);
    else if (event->len == 0)
        bb_buf_printf(text, "%s ends too early (byte %zu)\n", message, event->offset);
    else
        bb_buf_printf(text, "%s cannot be read on: %zu byte%s fit%s no field (byte %zu)\n", message,
                      event->len, s, event->len == 1 ? "s" : "", event->offset);
}

/* One line about a row in which something is wrong. False if nothing is. */
static bool explain_row(const struct rows *rows, const struct row *row, struct bb_buf *text)
{
    const struct bb_lift_event seen = event_of(row);
    const struct bb_lift_event *event = &seen;
    const char *message = event->message->name;
    if (row->lie)
        bb_buf_printf(text, "%s.%s says %llu, %llu would be true (byte %zu)\n", message,
                      event->field->name, (unsigned long long)event->value,
                      (unsigned long long)rows->truths[row->lie - 1], event->offset);
    else if (is_too_long(event))
        bb_buf_printf(text, "%s.%s has %zu bytes, at most %u by the book (byte %zu)\n", message,
                      event->field->name, event->len, event->field->max_size, event->offset);
    else if (event->seen == BB_SEEN_RAW)
        explain_raw(event, text);
    else
        return false;
    return true;
}

struct explainer {
    struct bb_buf *text;
    unsigned left; /* lines that may yet be written */
};

static void explain_rows(void *user, const struct rows *rows)
{
    struct explainer *e = user;
    for (size_t i = 0; i < rows->n && e->left; i++)
        e->left -= explain_row(rows, &rows->ptr[i], e->text);
}

enum bb_status bb_explain(const struct bb_grammar *grammar, struct bb_bytes bytes, unsigned max,
                          struct bb_buf *ret_text)
{
    struct explainer e = {.text = ret_text, .left = max};
    enum bb_status status = bb_show_walk(grammar, bytes, explain_rows, &e);
    return status == BB_OK ? bb_buf_status(ret_text, NULL) : status;
}
