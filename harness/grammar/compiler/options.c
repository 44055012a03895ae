#include "grammar/compiler/draft.h"

enum { EXTENSION_NUMBER = 51236 };

/* Where protobuf-c keeps an extension: as an unknown field, its bytes with the length in front.
 * A repeated one has several; this finds the one with that index. */
static bool find_extension(const ProtobufCMessage *options, unsigned index,
                           struct bb_bytes *ret_bytes)
{
    for (unsigned i = 0; options && i < options->n_unknown_fields; i++) {
        const ProtobufCMessageUnknownField *field = &options->unknown_fields[i];
        if (field->tag != EXTENSION_NUMBER || field->wire_type != 2 || index-- > 0)
            continue;
        size_t prefix = 0;
        while (prefix < field->len && field->data[prefix] & 0x80)
            prefix++;
        if (prefix == field->len)
            return false;
        *ret_bytes = bb_bytes_of(field->data + prefix + 1, field->len - prefix - 1);
        return true;
    }
    return false;
}

static void *arena_alloc(void *arena, size_t size)
{
    return bb_arena_alloc(arena, size);
}

static void arena_free(void *arena, void *pointer)
{
    (void)arena;
    (void)pointer;
}

static void *unpack_bytes(struct draft *d, struct bb_bytes bytes,
                          const ProtobufCMessageDescriptor *descriptor)
{
    ProtobufCAllocator allocator = {arena_alloc, arena_free, d->arena};
    static const uint8_t nothing[1];
    void *message = protobuf_c_message_unpack(descriptor, &allocator, bytes.len,
                                              bytes.ptr ? bytes.ptr : nothing);
    if (!message)
        draft_error(d, NULL, NULL, "damaged wire option, or out of memory");
    return message;
}

/* Unpacks the extension, or an empty message if the options lack it. */
static void *unpack(struct draft *d, const ProtobufCMessage *options,
                    const ProtobufCMessageDescriptor *descriptor)
{
    struct bb_bytes bytes = {0};
    find_extension(options, 0, &bytes);
    return unpack_bytes(d, bytes, descriptor);
}

const Brickbat__Wire *draft_wire(struct draft *d, const Google__Protobuf__FieldOptions *options)
{
    return unpack(d, options ? &options->base : NULL, &brickbat__wire__descriptor);
}

const Brickbat__WireMessage *draft_wire_message(struct draft *d,
                                                const Google__Protobuf__MessageOptions *options)
{
    return unpack(d, options ? &options->base : NULL, &brickbat__wire_message__descriptor);
}

const Brickbat__WireOneof *draft_wire_oneof(struct draft *d,
                                            const Google__Protobuf__OneofOptions *options)
{
    return unpack(d, options ? &options->base : NULL, &brickbat__wire_oneof__descriptor);
}

static const Brickbat__Dictionary *find_dictionary(struct draft *d, const ProtobufCMessage *options,
                                                   const char *name)
{
    struct bb_bytes bytes = {0};
    for (unsigned i = 0; find_extension(options, i, &bytes); i++) {
        const Brickbat__Dictionary *dictionary =
            unpack_bytes(d, bytes, &brickbat__dictionary__descriptor);
        if (dictionary && dictionary->name && strcmp(dictionary->name, name) == 0)
            return dictionary;
    }
    return NULL;
}

const Brickbat__Dictionary *draft_dictionary(struct draft *d, const char *name)
{
    for (size_t i = 0; i < d->n_files; i++) {
        const Google__Protobuf__FileOptions *options = d->files[i]->options;
        const Brickbat__Dictionary *found =
            options ? find_dictionary(d, &options->base, name) : NULL;
        if (found)
            return found;
    }
    return NULL;
}
