#include "grammar/compiler/compile.h"

#include <stdarg.h>
#include <stdio.h>

#include "grammar/compiler/draft.h"

enum { MAX_GRAMMARS = 128, MAX_NAME_BYTES = 512 };

void draft_error(struct draft *d, const struct draft_message *m, const char *field,
                 const char *format, ...)
{
    char reason[512];
    va_list args;
    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    const char *message = m ? m->message->name : "";
    bb_buf_printf(d->errors, "%s: %s%s%s%s%s\n", d->file, message, m && field ? "." : "",
                  field ? field : "", m || field ? ": " : "", reason);
}

void *draft_alloc(struct draft *d, size_t n, size_t size)
{
    static _Alignas(16) char scratch[64 * 1024];
    void *memory = bb_arena_zalloc(d->arena, (n ? n : 1) * size);
    if (memory)
        return memory;
    d->out_of_memory = true;
    return scratch;
}

int draft_context(struct draft *d, const char *name)
{
    for (unsigned i = 0; i < d->n_context; i++)
        if (strcmp(d->context[i], name) == 0)
            return (int)i;
    if (d->n_context == BB_MAX_CONTEXT) {
        draft_error(d, NULL, name, "more than %d context variables", BB_MAX_CONTEXT);
        return -1;
    }
    d->context[d->n_context] = name;
    return (int)d->n_context++;
}

static const Google__Protobuf__FileDescriptorProto *find_file(const struct draft *d)
{
    for (size_t i = 0; i < d->n_files; i++)
        if (strcmp(d->files[i]->name, d->file) == 0)
            return d->files[i];
    return NULL;
}

static const char *full_name_of(struct draft *d, const char *package, const char *message)
{
    char *name = draft_alloc(d, MAX_NAME_BYTES, 1);
    if (!d->out_of_memory)
        snprintf(name, MAX_NAME_BYTES, ".%s%s%s", package ? package : "",
                 package && *package ? "." : "", message);
    return name;
}

/* Declares the grammars of the file and collects all that they reach. */
static void declare(struct draft *d, const Google__Protobuf__FileDescriptorProto *file,
                    struct bb_compiled *compiled)
{
    for (size_t i = 0; i < file->n_message_type && !d->out_of_memory; i++) {
        const Google__Protobuf__DescriptorProto *message = file->message_type[i];
        const Brickbat__WireMessage *wire = draft_wire_message(d, message->options);
        if (!wire || !wire->grammar)
            continue;
        if (compiled->n_grammars == MAX_GRAMMARS) {
            draft_error(d, NULL, message->name, "more than %d grammars in one file", MAX_GRAMMARS);
            return;
        }
        struct draft_message *root =
            draft_collect(d, full_name_of(d, file->package, message->name));
        if (!root)
            return;
        compiled->grammars[compiled->n_grammars++] = (struct bb_grammar){
            .name = wire->grammar,
            .title = wire->title ? wire->title : "",
            .proto = d->file,
            .root = root->message,
        };
    }
}

/* Lists whose elements have a delta field are kept in order. */
static bool sorts(const struct bb_message *message)
{
    for (unsigned i = 0; i < message->n_slots; i++) {
        const struct bb_slot *slot = &message->slots[i];
        if (slot->repeated && slot->fields[0].message && slot->fields[0].message->delta_slot >= 0)
            return true;
    }
    return false;
}

static void finish(struct draft *d, struct bb_compiled *compiled)
{
    for (size_t i = 0; i < d->n_messages; i++)
        draft_layout(d, d->messages[i]);
    for (size_t i = 0; i < d->n_messages; i++)
        draft_covered(d, d->messages[i]);
    for (size_t i = 0; i < d->n_messages; i++) {
        draft_transforms(d, d->messages[i]);
        draft_joins(d, d->messages[i]);
        draft_check(d, d->messages[i]);
    }
    draft_check_labels(d);
    draft_forget_walk(d);
    for (size_t i = 0; i < compiled->n_grammars; i++)
        draft_check_grammar(d, compiled, i);
    for (size_t i = 0; i < d->n_messages; i++)
        draft_choices(d, d->messages[i]);
    for (size_t i = 0; i < d->n_messages; i++) {
        draft_expressions(d, d->messages[i]);
        d->messages[i]->message->sorts = sorts(d->messages[i]->message);
        compiled->messages[i] = d->messages[i]->message;
    }
    bool refers = draft_references(d);
    const char **names = draft_alloc(d, d->n_context, sizeof *names);
    if (d->out_of_memory)
        return;
    memcpy(names, d->context, d->n_context * sizeof *names);
    for (size_t i = 0; i < compiled->n_grammars; i++) {
        compiled->grammars[i].context_names = names;
        compiled->grammars[i].refers = refers;
        compiled->grammars[i].n_context = (uint16_t)d->n_context;
        compiled->grammars[i].n_delimiters = (uint16_t)d->n_delimiters;
    }
    compiled->delimiters = d->delimiters;
    compiled->n_delimiters = d->n_delimiters;
    compiled->n_messages = d->n_messages;
}

static bool are_whole(struct draft *d)
{
    for (size_t i = 0; i < d->n_files; i++) {
        if (draft_is_whole(d->files[i]))
            continue;
        draft_error(d, NULL, d->files[i]->name, "its descriptors are not as protoc makes them");
        return false;
    }
    return true;
}

enum bb_status bb_compile(Google__Protobuf__FileDescriptorProto *const *files, size_t n_files,
                          const char *file, struct bb_arena *arena,
                          struct bb_compiled *ret_compiled, struct bb_buf *ret_errors)
{
    struct draft *d = bb_arena_zalloc(arena, sizeof *d);
    if (!d)
        return BB_NO_MEMORY;
    *d = (struct draft){.files = files,
                        .n_files = n_files,
                        .file = file,
                        .arena = arena,
                        .errors = ret_errors};
    d->delimiters = draft_alloc(d, BB_MAX_DELIMITER_SETS, sizeof *d->delimiters);
    size_t errors_before = ret_errors->len;
    struct bb_compiled compiled = {
        .grammars = draft_alloc(d, MAX_GRAMMARS, sizeof(struct bb_grammar)),
        .messages = draft_alloc(d, DRAFT_MAX_MESSAGES, sizeof(struct bb_message *)),
    };
    bool whole = are_whole(d);
    const Google__Protobuf__FileDescriptorProto *found = whole ? find_file(d) : NULL;
    if (whole && !found)
        draft_error(d, NULL, NULL, "not among the files to compile");
    if (found && !d->out_of_memory)
        declare(d, found, &compiled);
    if (found && !d->out_of_memory && ret_errors->len == errors_before)
        finish(d, &compiled);
    if (d->out_of_memory)
        return BB_NO_MEMORY;
    if (ret_errors->len != errors_before)
        return BB_MALFORMED;
    *ret_compiled = compiled;
    return BB_OK;
}
