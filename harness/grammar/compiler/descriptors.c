/*
 * What protoc promises of the descriptors that it hands to plugins, and all of the compiler builds
 * on: checked once, in front, for those who hand over others.
 */
#include "grammar/compiler/draft.h"

enum { MAX_NESTING = 64 };

typedef Google__Protobuf__FieldDescriptorProto field_descriptor;
typedef Google__Protobuf__DescriptorProto message_descriptor;
typedef Google__Protobuf__EnumDescriptorProto enum_descriptor;

static bool has_type(const field_descriptor *field)
{
    bool is_named = field->type == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_MESSAGE ||
                    field->type == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_ENUM;
    return field->has_type && (!is_named || field->type_name);
}

static bool is_whole_field(const message_descriptor *message, const field_descriptor *field)
{
    bool in_oneof = !field->has_oneof_index ||
                    (field->oneof_index >= 0 && (size_t)field->oneof_index < message->n_oneof_decl);
    return field->name && field->name[0] && field->has_number && field->has_label && in_oneof &&
           has_type(field);
}

static bool is_whole_enum(const enum_descriptor *type)
{
    bool whole = type->name && type->n_value > 0;
    for (size_t i = 0; whole && i < type->n_value; i++)
        whole = type->value[i]->name && type->value[i]->has_number;
    return whole;
}

static bool are_whole_enums(enum_descriptor *const *types, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_whole_enum(types[i]))
            return false;
    return true;
}

static bool are_numbers_distinct(const message_descriptor *message)
{
    for (size_t i = 0; i < message->n_field; i++)
        for (size_t k = 0; k < i; k++)
            if (message->field[i]->number == message->field[k]->number ||
                strcmp(message->field[i]->name, message->field[k]->name) == 0)
                return false;
    return true;
}

/* A oneof without members is none of protoc's. */
static bool are_oneofs_used(const message_descriptor *message)
{
    for (size_t i = 0; i < message->n_oneof_decl; i++) {
        bool used = false;
        for (size_t k = 0; k < message->n_field && !used; k++)
            used =
                message->field[k]->has_oneof_index && (size_t)message->field[k]->oneof_index == i;
        if (!used || !message->oneof_decl[i]->name)
            return false;
    }
    return true;
}

static bool is_whole_message(const message_descriptor *message, unsigned depth)
{
    if (!message->name || depth > MAX_NESTING ||
        !are_whole_enums(message->enum_type, message->n_enum_type))
        return false;
    for (size_t i = 0; i < message->n_field; i++)
        if (!is_whole_field(message, message->field[i]))
            return false;
    for (size_t i = 0; i < message->n_nested_type; i++)
        if (!is_whole_message(message->nested_type[i], depth + 1))
            return false;
    return are_numbers_distinct(message) && are_oneofs_used(message);
}

bool draft_is_whole(const Google__Protobuf__FileDescriptorProto *file)
{
    if (!file->name || !are_whole_enums(file->enum_type, file->n_enum_type))
        return false;
    for (size_t i = 0; i < file->n_message_type; i++)
        if (!is_whole_message(file->message_type[i], 0))
            return false;
    return true;
}
