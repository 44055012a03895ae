/*
 * An input for people: one line per field, with lies and raw bytes marked.
 *
 * The rows come from a lift that is observed; lies are known only when their range has ended, so
 * rows are collected first and printed afterwards.
 */
#include <ctype.h>
#include <stdlib.h>

#include "grammar/number.h"

enum {
    MAX_TREE_BYTES_FACTOR = 256,
    MIN_TREE_BYTES = 1 << 20,
    MAX_PREVIEW_BYTES = 32, /* of a long value */
};

struct row {
    struct bb_lift_event event;
    bool lie;
    uint64_t truth;
};

struct rows {
    struct bb_tree tree; /* what the rows' data is in */
    struct row *ptr;
    size_t n;
    size_t capacity;
    size_t open[BB_MAX_DEPTH + 2]; /* for each depth, the row of the last message entered there */
    bool exhausted;
};

static void mark_lie(struct rows *rows, const struct bb_lift_event *event)
{
    for (size_t i = rows->n; i-- > 0;) {
        struct row *row = &rows->ptr[i];
        if (row->event.seen != BB_SEEN_UINT || row->event.field != event->field ||
            row->event.data != event->data)
            continue;
        row->lie = true;
        row->truth = event->value;
        return;
    }
}

static void close_message(struct rows *rows, const struct bb_lift_event *event)
{
    size_t open = rows->open[event->depth];
    if (open < rows->n)
        rows->ptr[open].event.len = event->len;
}

static void collect(void *user, const struct bb_lift_event *event)
{
    struct rows *rows = user;
    if (event->seen == BB_SEEN_LIE) {
        mark_lie(rows, event);
        return;
    }
    if (event->seen == BB_SEEN_LEAVE) {
        close_message(rows, event);
        return;
    }
    if (rows->n == rows->capacity) {
        size_t grown = rows->capacity ? rows->capacity * 2 : 64;
        struct row *ptr = realloc(rows->ptr, grown * sizeof *ptr);
        if (!ptr) {
            rows->exhausted = true;
            return;
        }
        rows->ptr = ptr;
        rows->capacity = grown;
    }
    if (event->seen == BB_SEEN_ENTER)
        rows->open[event->depth] = rows->n;
    rows->ptr[rows->n++] = (struct row){.event = *event};
}

static enum bb_status collect_rows(const struct bb_grammar *grammar, struct bb_bytes bytes,
                                   struct rows *ret_rows)
{
    ret_rows->tree = BB_TREE_INIT(MIN_TREE_BYTES + bytes.len * MAX_TREE_BYTES_FACTOR);
    struct bb_lift_observer observer = {.see = collect, .user = ret_rows};
    enum bb_status status = bb_lift(grammar, bytes, &ret_rows->tree, &observer);
    if (status == BB_OK && ret_rows->exhausted)
        status = BB_NO_MEMORY;
    return status;
}

static void free_rows(struct rows *rows)
{
    bb_tree_free(&rows->tree);
    free(rows->ptr);
}

/* --- text ----------------------------------------------------------------------------------- */

struct printer {
    struct bb_buf *out;
    bool colour;
};

static void paint(const struct printer *p, const char *escape)
{
    if (p->colour)
        bb_buf_append_str(p->out, escape);
}

/* Every row has numbers, for which printf is too slow. Spaces fill up to width (at most 64). */
static void print_number(const struct printer *p, uint64_t value, unsigned base, size_t width)
{
    uint8_t text[64];
    size_t at = sizeof text;
    do
        text[--at] = (uint8_t) "0123456789abcdef"[value % base];
    while (value /= base);
    while (sizeof text - at < width)
        text[--at] = ' ';
    bb_buf_append(p->out, bb_bytes_of(text + at, sizeof text - at));
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

static void print_uint(const struct printer *p, const struct row *row)
{
    const struct bb_field *field = row->event.field;
    uint64_t value = row->event.value;
    print_number(p, value, 10, 0);
    if (value > 9) {
        bb_buf_append_str(p->out, " (0x");
        print_number(p, value, 16, 0);
        bb_buf_append_byte(p->out, ')');
    }
    if (bb_field_is_number(field))
        print_spelling(p, &row->event);
    if (field->indefinite && row->event.data[0] == 0x80)
        bb_buf_append_str(p->out, ", indefinite");
    for (unsigned i = 0; i < field->n_values; i++) {
        if (field->values[i] != value)
            continue;
        bb_buf_append_byte(p->out, ' ');
        bb_buf_append_str(p->out, field->value_names[i]);
    }
    if (row->lie) {
        paint(p, "\033[1;31m");
        bb_buf_printf(p->out, "  <-- lie: %llu would be true", (unsigned long long)row->truth);
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
    print_number(p, event->len, 10, 0);
    bb_buf_append_str(p->out, event->len == 1 ? " byte" : " bytes");
}

static const char *const raw_titles[] = {
    [BB_RAW_BETWEEN] = "raw: ",
    [BB_RAW_INSTEAD] = "raw, cannot be read on: ",
    [BB_RAW_BEHIND] = "raw, too many: ",
};

/* offset, name indented by its depth, value */
static void print_row(const struct printer *p, const struct row *row)
{
    const struct bb_lift_event *event = &row->event;
    paint(p, "\033[2m");
    print_number(p, event->offset, 10, 6);
    bb_buf_append_str(p->out, "  ");
    paint(p, "\033[0m");
    print_spaces(p, (size_t)event->depth * 2);
    switch (event->seen) {
    case BB_SEEN_ENTER: print_message(p, event); break;
    case BB_SEEN_UINT:
        print_name(p, event);
        print_uint(p, row);
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

enum bb_status bb_show(const struct bb_grammar *grammar, struct bb_bytes bytes,
                       enum bb_show_style style, struct bb_buf *ret_text)
{
    struct rows rows = {0};
    struct printer p = {.out = ret_text, .colour = style == BB_SHOW_COLOUR};
    enum bb_status status = collect_rows(grammar, bytes, &rows);
    for (size_t i = 0; status == BB_OK && i < rows.n; i++)
        print_row(&p, &rows.ptr[i]);
    if (status == BB_OK)
        status = bb_buf_status(ret_text, NULL);
    free_rows(&rows);
    return status;
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
static bool explain_row(const struct row *row, struct bb_buf *text)
{
    const struct bb_lift_event *event = &row->event;
    const char *message = event->message->name;
    if (row->lie)
        bb_buf_printf(text, "%s.%s says %llu, %llu would be true (byte %zu)\n", message,
                      event->field->name, (unsigned long long)event->value,
                      (unsigned long long)row->truth, event->offset);
    else if (is_too_long(event))
        bb_buf_printf(text, "%s.%s has %zu bytes, at most %u by the book (byte %zu)\n", message,
                      event->field->name, event->len, event->field->max_size, event->offset);
    else if (event->seen == BB_SEEN_RAW)
        explain_raw(event, text);
    else
        return false;
    return true;
}

enum bb_status bb_explain(const struct bb_grammar *grammar, struct bb_bytes bytes, unsigned max,
                          struct bb_buf *ret_text)
{
    struct rows rows = {0};
    enum bb_status status = collect_rows(grammar, bytes, &rows);
    for (size_t i = 0; status == BB_OK && i < rows.n && max; i++)
        max -= explain_row(&rows.ptr[i], ret_text);
    if (status == BB_OK)
        status = bb_buf_status(ret_text, NULL);
    free_rows(&rows);
    return status;
}
