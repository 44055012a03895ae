#include "grammar/compiler/draft.h"

enum { EXTENSION_NUMBER = 51236 };

/* Where protobuf-c keeps an extension: as an unknown field, its bytes with the length in front. */
static bool find_extension(const ProtobufCMessage *options, struct bb_bytes *ret_bytes)
{
    for (unsigned i = 0; options && i < options->n_unknown_fields; i++) {
        const ProtobufCMessageUnknownField *field = &options->unknown_fields[i];
        if (field->tag != EXTENSION_NUMBER || field->wire_type != 2)
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

/* Unpacks the extension, or an empty message if the options lack it. */
static void *unpack(struct draft *d, const ProtobufCMessage *options,
                    const ProtobufCMessageDescriptor *descriptor)
{
    ProtobufCAllocator allocator = {arena_alloc, arena_free, d->arena};
    struct bb_bytes bytes = {0};
    find_extension(options, &bytes);
    static const uint8_t nothing[1];
    void *message = protobuf_c_message_unpack(descriptor, &allocator, bytes.len,
                                              bytes.ptr ? bytes.ptr : nothing);
    if (!message)
        draft_error(d, NULL, NULL, "damaged wire option, or out of memory");
    return message;
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
