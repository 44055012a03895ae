/*
 * A parser with planted bugs: values in values.
 *
 *     message  01 value...  02 flags value...  03 text value
 *     value    01 n value...         list
 *              02 n (text value)...  map
 *              03 number:2
 *              04 text
 *              05 n value...         array: its first value counts the others
 *              06 n step...          padding: each step is the number of bytes to the next
 *              07 index              the value with this number once more
 *              08 index              a link to that value
 *     text     n byte...
 *
 * In lists, maps and arrays an n of 0 stands for all that is left.
 * Each value has a number, from 0 on. What is not a list, map, array or padding is kept under it.
 */
#include <brickbat/target.h>

#include <stdlib.h>
#include <string.h>

#include "tests/planted/planted.h"

const struct bb_target bb_target = {
    .name = "planted_nested",
    .protocol = "planted",
    .grammar_name = "",
    .parser = "nested",
    .version = "1",
    .variant = "pristine",
    .engine = "replay",
    .max_len = 1 << 17,
};

enum { FIRST_ROOM = 4, NO_LINK = -1, DEEP = 2000 };

struct item {
    uint32_t number;
    int link;
};

struct document {
    struct item *items;
    size_t n;
    size_t room;
    char *title; /* the text that was read last; owned */
    unsigned depth;
    uint32_t sum;
};

static bool take_value(struct document *document, struct planted_in *in);

static bool add_item(struct document *document, uint32_t number, int link)
{
    if (document->n == document->room) {
        size_t room = document->room ? document->room * 2 : FIRST_ROOM;
        struct item *larger = realloc(document->items, room * sizeof *larger);
        if (!larger)
            return false;
        document->items = larger;
        document->room = room;
    }
    document->items[document->n++] = (struct item){.number = number, .link = link};
    return true;
}

static bool take_block(struct planted_in *in, struct planted_in *ret_block)
{
    uint8_t n;
    return planted_take_u8(in, &n) && planted_take_part(in, n, ret_block);
}

/* The same for values. */
static bool take_block_of_values(struct planted_in *in, struct planted_in *ret_block)
{
    if (in->left == 0 || in->at[0] != 0)
        return take_block(in, ret_block);
    *ret_block = (struct planted_in){.at = in->at + 1, .left = in->left - 1};
    in->left = 0;
    return true;
}

static char *copy_text(struct planted_in *in)
{
    struct planted_in bytes;
    char *text = take_block(in, &bytes) ? calloc(1, bytes.left + 1) : NULL;
    if (text)
        memcpy(text, bytes.at, bytes.left);
    return text;
}

static bool take_values(struct document *document, struct planted_in *in)
{
    while (in->left)
        if (!take_value(document, in))
            return false;
    return true;
}

static bool on_list(struct document *document, struct planted_in *in)
{
    struct planted_in values;
    return take_block_of_values(in, &values) && take_values(document, &values);
}

static bool take_pair(struct document *document, struct planted_in *in)
{
    char *key = copy_text(in);
    if (!key)
        return false;
    document->sum += (uint32_t)strlen(key);
    free(key);
    return take_value(document, in);
}

static bool on_map(struct document *document, struct planted_in *in)
{
    struct planted_in pairs;
    if (!take_block_of_values(in, &pairs))
        return false;
    while (pairs.left)
        if (!take_pair(document, &pairs))
            return false;
    return true;
}

static bool on_number(struct document *document, struct planted_in *in)
{
    uint16_t number;
    return planted_take_u16(in, &number) && add_item(document, number, NO_LINK);
}

/* Bug: the title before this one stays. */
static bool on_text(struct document *document, struct planted_in *in)
{
    char *text = copy_text(in);
    if (!text)
        return false;
    PLANTED("nested-leak", document->title);
    document->title = text;
    return add_item(document, (uint32_t)strlen(text), NO_LINK);
}

/* Bug: the items may have been moved meanwhile. */
static bool on_array(struct document *document, struct planted_in *in)
{
    struct planted_in values;
    if (!take_block_of_values(in, &values) || !add_item(document, 0, NO_LINK))
        return false;
    size_t room = document->room;
    struct item *first = &document->items[document->n - 1];
    size_t before = document->n;
    if (!take_values(document, &values))
        return false;
    PLANTED("nested-use-after-free", document->room != room);
    first->number = (uint32_t)(document->n - before);
    return true;
}

/* Bug: a step of 0 leads nowhere. */
static bool on_padding(struct planted_in *in)
{
    struct planted_in padding;
    if (!take_block(in, &padding))
        return false;
    while (padding.left) {
        uint8_t step = padding.at[0];
        PLANTED("nested-endless-padding", step == 0);
        if (step > padding.left)
            return false;
        padding.at += step;
        padding.left -= step;
    }
    return true;
}

/* Bug: there may be no such item. */
static uint32_t number_of(const struct item *items, size_t n, uint8_t index)
{
    PLANTED("nested-heap-read", index >= n);
    return items[index].number;
}

static bool on_again(struct document *document, struct planted_in *in)
{
    uint8_t index;
    return document->n > 0 && planted_take_u8(in, &index) &&
           add_item(document, number_of(document->items, document->n, index), NO_LINK);
}

/* Bug: links may go round. */
static uint32_t follow(const struct item *items, int link)
{
    size_t steps = 0;
    while (items[link].link != NO_LINK) {
        PLANTED("nested-endless-links", ++steps == 256);
        link = items[link].link;
    }
    return items[link].number;
}

/* A link may be to itself, or to one of those that are still to come. */
static bool on_link(struct document *document, struct planted_in *in)
{
    uint8_t index;
    if (!planted_take_u8(in, &index) || index > document->n || !add_item(document, 0, index))
        return false;
    document->sum += follow(document->items, index);
    return true;
}

static bool take_one(struct document *document, uint8_t type, struct planted_in *in)
{
    switch (type) {
    case 1: return on_list(document, in);
    case 2: return on_map(document, in);
    case 3: return on_number(document, in);
    case 4: return on_text(document, in);
    case 5: return on_array(document, in);
    case 6: return on_padding(in);
    case 7: return on_again(document, in);
    case 8: return on_link(document, in);
    default: return false;
    }
}

/* Bug: nothing says how deep values may be. */
static bool take_value(struct document *document, struct planted_in *in)
{
    uint8_t type;
    if (!planted_take_u8(in, &type))
        return false;
    PLANTED("nested-recursion", ++document->depth == DEEP);
    bool taken = take_one(document, type, in);
    document->depth--;
    return taken;
}

static void on_values_message(struct document *document, struct planted_in *in)
{
    take_values(document, in);
}

static void on_flags_message(struct document *document, struct planted_in *in)
{
    uint8_t flags;
    if (planted_take_u8(in, &flags) && !(flags & 0x80))
        while (in->left && take_value(document, in))
            continue;
}

static void on_named_message(struct document *document, struct planted_in *in)
{
    take_pair(document, in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct planted_in in = {.at = data, .left = size};
    struct document document = {0};
    uint8_t kind;
    if (!planted_take_u8(&in, &kind))
        return 0;
    switch (kind) {
    case 1: on_values_message(&document, &in); break;
    case 2: on_flags_message(&document, &in); break;
    case 3: on_named_message(&document, &in); break;
    default: break;
    }
    free(document.items);
    free(document.title);
    return 0;
}
