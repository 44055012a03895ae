/*
 * A parser with planted bugs: a firmware image.
 *
 *     image    "BLB" 01 n section...                      flat
 *              "BLB" 02 n (type offset:2 size:2)... data  with an index
 *              "BLB" 03 skip:2 section...                 an update: what comes behind skip bytes
 *     section  type size:2 payload
 *     payload  01 02 03   code, font, resource: room:2 and runs (n byte)...
 *              04 05      symbols, relocations: n:2 width, items
 *              06 07      boot page, data page: bytes
 *              08         fill: n:2 block
 *              09         version: text 00 number
 *              0a         hash: offset:2 size:2 and the bytes of which these count
 */
#include <brickbat/target.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "tests/planted/planted.h"

const struct bb_target bb_target = {
    .name = "planted_blob",
    .protocol = "planted",
    .grammar_name = "",
    .parser = "blob",
    .version = "1",
    .variant = "pristine",
    .engine = "replay",
    .max_len = 4096,
};

enum { PAGE_SIZE = 256, FILL_LIMIT = 4096 };

struct block {
    struct block *next;
    uint8_t bytes[1 << 16];
};

struct blob {
    size_t code_size;
    uint32_t hash;
    unsigned versions;
};

static uint8_t page[PAGE_SIZE];

/* Bug: runs may give more than there is room for. */
static size_t unpack(struct planted_in *in, uint8_t *out, size_t room)
{
    size_t done = 0;
    uint8_t n;
    uint8_t byte;
    while (planted_take_u8(in, &n) && planted_take_u8(in, &byte)) {
        PLANTED("blob-heap-write", done + n > room);
        for (; n > 0; n--)
            out[done++] = byte;
    }
    return done;
}

static bool load_packed(struct blob *blob, struct planted_in *in, size_t *ret_size)
{
    uint16_t room;
    if (!planted_take_u16(in, &room))
        return false;
    uint8_t *out = malloc(room + 1u);
    if (!out)
        return false;
    *ret_size = unpack(in, out, room + 1u);
    for (size_t i = 0; i < *ret_size; i++)
        blob->hash = blob->hash * 31 + out[i];
    free(out);
    return true;
}

static bool on_code(struct blob *blob, struct planted_in *in)
{
    return load_packed(blob, in, &blob->code_size);
}

static bool on_font(struct blob *blob, struct planted_in *in)
{
    size_t size;
    return load_packed(blob, in, &size) && size % 8 == 0;
}

static bool on_resource(struct blob *blob, struct planted_in *in)
{
    size_t size = 0;
    bool loaded = load_packed(blob, in, &size);
    blob->hash += (uint32_t)size;
    return loaded;
}

/* Bug: the size of the table is computed in 16 bits. */
static uint32_t load_table(struct planted_in *in, uint16_t n, uint8_t width)
{
    uint32_t sum = 0;
    uint16_t size = (uint16_t)(n * width);
    uint8_t *table = malloc(size ? size : 1);
    if (!table)
        return 0;
    PLANTED("blob-small-allocation", (uint32_t)n * width > UINT16_MAX);
    for (uint8_t *row = table; n > 0; n--, row += width) {
        memset(row, 0, width);
        planted_take_u8(in, row);
        sum += *row;
    }
    free(table);
    return sum;
}

static bool on_symbols(struct blob *blob, struct planted_in *in)
{
    uint16_t n;
    uint8_t width;
    if (!planted_take_u16(in, &n) || !planted_take_u8(in, &width) || width == 0)
        return false;
    blob->hash ^= load_table(in, n, width);
    return true;
}

static bool on_relocations(struct blob *blob, struct planted_in *in)
{
    uint16_t n;
    uint8_t width;
    if (!planted_take_u16(in, &n) || !planted_take_u8(in, &width) || width < 4)
        return false;
    blob->hash += load_table(in, n, width);
    return in->left == 0;
}

/* Bug: a page may be longer than a page. */
static void write_page(const struct planted_in *in)
{
    PLANTED("blob-global-write", in->left > PAGE_SIZE);
    memcpy(page, in->at, in->left);
}

static bool on_boot_page(struct planted_in *in)
{
    if (in->left == 0 || in->at[0] != 0xeb)
        return false;
    write_page(in);
    return true;
}

static bool on_data_page(struct blob *blob, struct planted_in *in)
{
    write_page(in);
    blob->hash ^= page[in->left / 2 % PAGE_SIZE];
    return true;
}

static void free_blocks(struct block *block)
{
    while (block) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
}

/* Bug: 64 KB for each of up to 65535. */
static bool fill(uint16_t n, uint8_t with)
{
    struct block *first = NULL;
    PLANTED("blob-memory", n > FILL_LIMIT);
    for (; n > 0; n--) {
        struct block *block = malloc(sizeof *block);
        if (!block)
            break;
        memset(block->bytes, with, sizeof block->bytes);
        block->next = first;
        first = block;
    }
    free_blocks(first);
    return n == 0;
}

static bool on_fill(struct planted_in *in)
{
    uint16_t n;
    uint8_t with;
    return planted_take_u16(in, &n) && planted_take_u8(in, &with) && fill(n, with);
}

static char *copy_text(struct planted_in *in)
{
    const uint8_t *end = memchr(in->at, 0, in->left);
    if (!end)
        return NULL;
    char *text = strdup((const char *)in->at);
    in->left -= (size_t)(end - in->at) + 1;
    in->at = end + 1;
    return text;
}

/* Bug: without a number the text stays. */
static bool on_version(struct blob *blob, struct planted_in *in)
{
    uint8_t number;
    char *text = in->left ? copy_text(in) : NULL;
    if (!text)
        return false;
    PLANTED("blob-leak", in->left == 0);
    if (!planted_take_u8(in, &number))
        return false;
    blob->versions += number + (text[0] == 'v');
    free(text);
    return true;
}

/* Bug: as in `cut`, the same words. */
static uint32_t hash_part(const struct planted_in *data, size_t offset, size_t size)
{
    uint32_t hash = 0;
    PLANTED("blob-assertion-hash", offset + size > data->left);
    assert(offset + size <= data->left);
    for (size_t i = 0; i < size; i++)
        hash = hash * 31 + data->at[offset + i];
    return hash;
}

static bool on_hash(struct blob *blob, struct planted_in *in)
{
    uint16_t offset;
    uint16_t size;
    if (!planted_take_u16(in, &offset) || !planted_take_u16(in, &size))
        return false;
    blob->hash ^= hash_part(in, offset, size);
    return true;
}

static bool load_section(struct blob *blob, uint8_t type, struct planted_in *in)
{
    switch (type) {
    case 1: return on_code(blob, in);
    case 2: return on_font(blob, in);
    case 3: return on_resource(blob, in);
    case 4: return on_symbols(blob, in);
    case 5: return on_relocations(blob, in);
    case 6: return on_boot_page(in);
    case 7: return on_data_page(blob, in);
    case 8: return on_fill(in);
    case 9: return on_version(blob, in);
    case 10: return on_hash(blob, in);
    default: return false;
    }
}

/* Bug: it is the input that must be right, not the program. */
static struct planted_in cut(const struct planted_in *data, size_t offset, size_t size)
{
    PLANTED("blob-assertion", offset + size > data->left);
    assert(offset + size <= data->left);
    return (struct planted_in){.at = data->at + offset, .left = size};
}

static bool load_next(struct blob *blob, struct planted_in *in)
{
    uint8_t type;
    uint16_t size;
    if (!planted_take_u8(in, &type) || !planted_take_u16(in, &size))
        return false;
    struct planted_in section = cut(in, 0, size);
    *in = cut(in, size, in->left - size);
    return load_section(blob, type, &section);
}

static void load_flat(struct blob *blob, struct planted_in *in)
{
    uint8_t n;
    if (planted_take_u8(in, &n))
        while (n-- > 0 && load_next(blob, in))
            continue;
}

static void load_indexed(struct blob *blob, struct planted_in *in)
{
    struct planted_in index;
    uint8_t n;
    uint8_t type;
    uint16_t offset;
    uint16_t size;
    if (!planted_take_u8(in, &n) || !planted_take_part(in, n * 5u, &index))
        return;
    while (planted_take_u8(&index, &type) && planted_take_u16(&index, &offset) &&
           planted_take_u16(&index, &size)) {
        struct planted_in section = cut(in, offset, size);
        if (!load_section(blob, type, &section))
            break;
    }
}

static void load_update(struct blob *blob, struct planted_in *in)
{
    uint16_t skip;
    if (!planted_take_u16(in, &skip))
        return;
    struct planted_in rest = cut(in, skip, in->left > skip ? in->left - skip : 0);
    while (load_next(blob, &rest))
        continue;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct planted_in in = {.at = data, .left = size};
    struct planted_in magic;
    struct blob blob = {0};
    uint8_t version;
    if (!planted_take_part(&in, 3, &magic) || memcmp(magic.at, "BLB", 3) != 0 ||
        !planted_take_u8(&in, &version))
        return 0;
    switch (version) {
    case 1: load_flat(&blob, &in); break;
    case 2: load_indexed(&blob, &in); break;
    case 3: load_update(&blob, &in); break;
    default: break;
    }
    return 0;
}
