#include "grammar/dictionary.h"

#include <ctype.h>

#include "grammar/number.h"

enum { MAX_ARENA_BYTES = 16 << 20, MAX_NAME_BYTES = 48 };

struct entry {
    struct entry *next;
    struct bb_bytes bytes;
    bool is_token; /* rather than a number, which is easier to read in hex */
    char name[MAX_NAME_BYTES];
};

struct seen {
    struct seen *next;
    const struct bb_message *message;
};

struct dictionary {
    struct bb_arena arena; /* of all below */
    struct entry *entries;
    struct entry **tail;
    struct seen *seen; /* messages, so that none is walked twice */
    bool out_of_memory;
};

/* --- entries -------------------------------------------------------------------------------- */

static bool has_entry(const struct dictionary *d, struct bb_bytes bytes)
{
    for (const struct entry *entry = d->entries; entry; entry = entry->next)
        if (bb_bytes_equal(entry->bytes, bytes))
            return true;
    return false;
}

/* Both engines know names of letters, digits and underscores: "ReadCoils" becomes read_coils. */
static void set_name(struct entry *entry, const char *name)
{
    size_t n = 0;
    for (size_t i = 0; name[i] && n + 2 < sizeof entry->name; i++) {
        unsigned char c = (unsigned char)name[i];
        if (i > 0 && isupper(c) && islower((unsigned char)name[i - 1]))
            entry->name[n++] = '_';
        entry->name[n++] = isalnum(c) ? (char)tolower(c) : '_';
    }
    entry->name[n] = '\0';
}

static void add(struct dictionary *d, const char *name, struct bb_bytes bytes, bool is_token)
{
    if (bytes.len == 0 || bytes.len > BB_DICTIONARY_MAX_ENTRY_BYTES || has_entry(d, bytes))
        return;
    struct entry *entry = bb_arena_zalloc(&d->arena, sizeof *entry);
    const void *copy = bb_arena_copy(&d->arena, bytes);
    if (!entry || !copy) {
        d->out_of_memory = true;
        return;
    }
    entry->bytes = bb_bytes_of(copy, bytes.len);
    entry->is_token = is_token;
    set_name(entry, name);
    *d->tail = entry;
    d->tail = &entry->next;
}

static void add_uint(struct dictionary *d, const char *name, uint64_t value, unsigned n_bytes,
                     bool little_endian)
{
    uint8_t bytes[sizeof value];
    bb_store(bytes, n_bytes, little_endian, value);
    add(d, name, bb_bytes_of(bytes, n_bytes), false);
}

/* --- what a grammar knows ------------------------------------------------------------------- */

static void add_varint(struct dictionary *d, const struct bb_field *field, const char *name,
                       uint64_t value)
{
    uint8_t bytes[BB_VARINT_MAX_WIDTH];
    unsigned width = bb_varint_width(field, value, 0);
    bb_varint_store(field, bytes, width, value);
    add(d, name, bb_bytes_of(bytes, width), false);
}

static void add_number(struct dictionary *d, const struct bb_field *field, const char *name,
                       uint64_t value)
{
    uint8_t spelling[BB_MAX_DIGITS];
    unsigned width = field->digits ? field->digits : bb_number_width(field, value);
    bb_number_store(field, spelling, width, value);
    add(d, name, bb_bytes_of(spelling, width), true);
}

/* A value that has bytes to itself. What shares them with others is left to constants. */
static void add_value(struct dictionary *d, const struct bb_field *field, const char *name,
                      uint64_t in_tree)
{
    uint64_t value = bb_field_to_wire(field, in_tree);
    if (bb_is_varint(field))
        add_varint(d, field, name, value);
    else if (field->coding == BB_CODING_SIZED)
        add_uint(d, name, value, bb_sized_width(value), false);
    else if (bb_field_is_spelled(field))
        add_number(d, field, name, value);
    else if (field->coding == BB_CODING_FIXED && field->bits % 8 == 0)
        add_uint(d, name, value, field->bits / 8u, field->little_endian);
}

static void add_field(struct dictionary *d, const struct bb_field *field)
{
    for (unsigned i = 0; i < field->n_tokens; i++)
        add(d, field->name, bb_bytes_of(field->tokens[i].ptr, field->tokens[i].len), true);
    for (unsigned i = 0; i < field->n_texts; i++)
        add(d, field->name, bb_bytes_of(field->texts[i].ptr, field->texts[i].len), true);
    if (field->role == BB_LITERAL)
        add(d, field->name, bb_bytes_of(field->literal.ptr, field->literal.len), true);
    for (unsigned i = 0; field->role != BB_CONSTANT && i < field->n_values; i++)
        add_value(d, field, field->value_names[i], field->values[i]);
    if (field->role == BB_CONSTANT && bb_is_varint(field))
        add_varint(d, field, field->name, field->constant);
}

/* A run of bit fields that are all constant. */
static void add_run(struct dictionary *d, const struct bb_message *message,
                    const struct bb_slot *slot)
{
    uint64_t word = 0;
    for (unsigned i = 0; i < slot->run_fields; i++) {
        const struct bb_field *field = &slot[i].fields[0];
        if (field->role != BB_CONSTANT || field->coding != BB_CODING_FIXED)
            return;
        word |= field->constant << field->shift;
    }
    add_uint(d, message->name, word, slot->run_bytes, slot->fields[0].little_endian);
}

static bool note_message(struct dictionary *d, const struct bb_message *message)
{
    for (const struct seen *seen = d->seen; seen; seen = seen->next)
        if (seen->message == message)
            return false;
    struct seen *seen = bb_arena_zalloc(&d->arena, sizeof *seen);
    if (!seen) {
        d->out_of_memory = true;
        return false;
    }
    *seen = (struct seen){d->seen, message};
    d->seen = seen;
    return true;
}

static void add_message(struct dictionary *d, const struct bb_message *message)
{
    if (!note_message(d, message))
        return;
    for (unsigned i = 0; i < message->n_slots; i++) {
        const struct bb_slot *slot = &message->slots[i];
        if (slot->run_fields)
            add_run(d, message, slot);
        for (unsigned k = 0; k < slot->n_fields; k++) {
            add_field(d, &slot->fields[k]);
            if (slot->fields[k].message)
                add_message(d, slot->fields[k].message);
        }
    }
}

/* --- text ----------------------------------------------------------------------------------- */

static void print_entry(const struct entry *entry, struct bb_buf *text)
{
    bb_buf_printf(text, "%s=\"", entry->name);
    for (size_t i = 0; i < entry->bytes.len; i++) {
        uint8_t byte = entry->bytes.ptr[i];
        bool plain = entry->is_token && byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\';
        bb_buf_printf(text, plain ? "%c" : "\\x%02x", byte);
    }
    bb_buf_append_str(text, "\"\n");
}

enum bb_status bb_dictionary(const char *proto, struct bb_buf *ret_text)
{
    struct dictionary d = {.arena = BB_ARENA_INIT(MAX_ARENA_BYTES)};
    d.tail = &d.entries;
    for (size_t i = 0; bb_grammars[i]; i++)
        if (strcmp(bb_grammars[i]->proto, proto) == 0)
            add_message(&d, bb_grammars[i]->root);
    bb_buf_printf(ret_text,
                  "# What %s knows, for AFL++ (-x) and libFuzzer (-dict=).\n"
                  "# Made by the build target `dictionaries`: edit the grammar, not this.\n",
                  proto);
    for (const struct entry *entry = d.entries; entry; entry = entry->next)
        print_entry(entry, ret_text);
    bb_arena_free(&d.arena);
    return d.out_of_memory ? BB_NO_MEMORY : bb_buf_status(ret_text, NULL);
}
