/*
 * A grammar while it is being compiled: the schema under construction, with the descriptors that
 * it comes from. Private to the compiler.
 *
 *   collect.c  which messages a grammar reaches; slots and fields in wire order
 *   coding.c   how integers are coded
 *   layout.c   bit runs, lengths, counts, sizes
 *   digest.c   what digests cover
 *   transform.c  fields in another form
 *   join.c     what is carried in pieces
 *   check.c    options that contradict each other or have no effect
 *   choice.c   how the members of a oneof are told apart
 *   expr.c     expressions to postfix code
 *   options.c  wire options out of protobuf's unknown fields
 *   text.c     literals and delimiters
 *   refer.c    anchors and references
 *   tokens.c   what byte strings like to hold
 */
#ifndef BB_GRAMMAR_DRAFT_H
#define BB_GRAMMAR_DRAFT_H

#include "brickbat/wire.pb-c.h"
#include "grammar/coding.h"
#include "grammar/compiler/compile.h"

enum { DRAFT_MAX_MESSAGES = 1024, DRAFT_MAX_SLOTS = 512, DRAFT_MAX_PARENTS = 64 };

/* One field's descriptor and options; the options of a field without any are empty, not NULL. */
struct draft_source {
    const Google__Protobuf__FieldDescriptorProto *descriptor; /* NULL: made up for a prefix */
    const Brickbat__Wire *wire;
};

struct draft_slot {
    struct bb_slot *slot;
    struct bb_field *fields;      /* slot->fields, while they may still be written */
    struct draft_source *sources; /* one per field */
    const char *oneof_name;       /* NULL for a plain field */
    const char *switch_text;      /* of the oneof, or NULL */
    const char *when_text;        /* of the field or oneof, or NULL */
};

struct draft_message {
    struct bb_message *message;
    const Google__Protobuf__DescriptorProto *descriptor;
    const char *full_name; /* ".package.Name" */
    const Brickbat__WireMessage *wire;
    struct draft_slot *slots; /* the last one stands for the end of the message */
    struct draft_message *parents[DRAFT_MAX_PARENTS];
    unsigned n_parents;
    enum { UNSEEN, UNDER_WAY, SEEN } walk; /* through messages that may contain themselves */
    unsigned prefix_measure;               /* which of them all prefixes take, plus one */
};

struct draft {
    Google__Protobuf__FileDescriptorProto *const *files;
    size_t n_files;
    const char *file; /* that is compiled */
    struct bb_arena *arena;
    struct bb_buf *errors;
    struct draft_message *messages[DRAFT_MAX_MESSAGES];
    size_t n_messages;
    const char *context[BB_MAX_CONTEXT];
    unsigned n_context;
    const char *noted[UINT8_MAX]; /* names of fields that digests of inner messages cover */
    unsigned n_noted;
    struct bb_delimiters *delimiters; /* sets of them, each once; BB_MAX_DELIMITER_SETS */
    unsigned n_delimiters;
    const char *labels[BB_MAX_LABELS];
    unsigned n_labels;
    bool out_of_memory;
};

/* True if the file's descriptors are such as protoc makes: named, typed, members of oneofs that are
 * there. */
bool draft_is_whole(const Google__Protobuf__FileDescriptorProto *file);

/* Adds a line to the errors; field may be NULL. */
void draft_error(struct draft *d, const struct draft_message *m, const char *field,
                 const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Zeroed memory from the arena. Never NULL: when it is out, d->out_of_memory is set and a static
 * scratch area is handed out, which the caller may write to but never gets to use. */
void *draft_alloc(struct draft *d, size_t n, size_t size);

/* options.c: borrowed, NULL only when an option is damaged (an error has then been added). */
const Brickbat__Wire *draft_wire(struct draft *d, const Google__Protobuf__FieldOptions *options);
const Brickbat__WireMessage *draft_wire_message(struct draft *d,
                                                const Google__Protobuf__MessageOptions *options);
const Brickbat__WireOneof *draft_wire_oneof(struct draft *d,
                                            const Google__Protobuf__OneofOptions *options);

/* options.c: the dictionary of that name in the file or its imports; NULL if there is none. */
const Brickbat__Dictionary *draft_dictionary(struct draft *d, const char *name);

/* tokens.c: the field's own tokens and those of its dictionary. */
void draft_tokens(struct draft *d, const struct draft_message *m, struct bb_field *field,
                  const Brickbat__Wire *wire);

/* coding.c: bits, coding and extension of an integer whose type has given it its bits. */
void draft_coding(struct draft *d, const struct draft_message *m, struct bb_field *field,
                  const Brickbat__Wire *wire);

/* text.c: the set of these delimiters; NULL if there are none. `field` is whose they are. */
const struct bb_delimiters *draft_delimiters(struct draft *d, const struct draft_message *m,
                                             const char *field, const ProtobufCBinaryData *end,
                                             size_t n, bool folds);

/* text.c: the delimiter that stands behind the field of that name, or is a message's own. */
void draft_trailer(struct draft *d, struct bb_field *field, const char *of, unsigned slot,
                   const struct bb_delimiters *ends);

/* label.c: the bit of a label, which is added if it is new; 0 if there are too many. */
unsigned draft_label(struct draft *d, const struct draft_message *m, const char *field,
                     const char *name);

/* label.c: labels that no field has, or that no length measures. */
void draft_check_labels(struct draft *d);

/* text.c: a literal or space. */
void draft_literal(struct draft *d, const struct draft_message *m, struct bb_field *field,
                   const Brickbat__Wire *wire);
/* refer.c: anchors and references; all of the grammars' messages together: whether there are any.
 */
void draft_refer(struct draft *d, const struct draft_message *m, struct bb_field *field,
                 const Brickbat__Wire *wire);
bool draft_references(struct draft *d);

/* collect.c: the message of that full name with all that it reaches; NULL if there is none. */
struct draft_message *draft_collect(struct draft *d, const char *full_name);

/* layout.c, choice.c: fill in what needs the message's other slots. */
void draft_layout(struct draft *d, struct draft_message *m);
void draft_choices(struct draft *d, struct draft_message *m);

/* digest.c: ranges of the message's own digests; then, once all have theirs, what they cover of the
 * messages around. */
void draft_digests(struct draft *d, struct draft_message *m);
void draft_covered(struct draft *d, struct draft_message *m);

/* join.c: what is carried in pieces. */
void draft_joins(struct draft *d, struct draft_message *m);

/* transform.c: fields that stand on the wire in another form. */
void draft_transforms(struct draft *d, struct draft_message *m);

/* check.c: whether it is said how long the slot is. */
bool draft_has_extent(const struct draft_slot *s);

/* check.c: reports what makes no sense where it stands. */
void draft_check(struct draft *d, const struct draft_message *m);
void draft_check_grammar(struct draft *d, const struct bb_compiled *compiled, size_t grammar);

/* expr.c: compiles the expressions of a message, once all messages have their slots. */
void draft_expressions(struct draft *d, struct draft_message *m);

/* What becomes that message; NULL for NULL. */
struct draft_message *draft_find_message(const struct draft *d, const struct bb_message *message);

/* A walk through the messages begins: none is SEEN yet. */
void draft_forget_walk(struct draft *d);

/* The slot of that field, oneof or member of a oneof; -1 if there is none. */
int draft_find_slot(const struct draft_message *m, const char *name);

/* Reports a measure or range that does not begin where a byte does. */
void draft_begin_at(struct draft *d, const struct draft_message *m, const struct bb_field *field,
                    unsigned slot);

/* Whether the slot is part of a run: a single integer of so many bits. */
bool draft_is_bit_field(const struct draft_slot *s);

/* The index of the context variable of that name, which is added if it is new; -1: too many. */
int draft_context(struct draft *d, const char *name);

static inline const struct bb_field *draft_field(const struct draft_message *m, unsigned slot)
{
    return &m->slots[slot].fields[0];
}

#endif
