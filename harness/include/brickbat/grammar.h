/*
 * Wire grammars: bytes to a tree and back.
 *
 * A grammar is compiled by protoc-gen-wire from a .proto with the options of wire.proto into
 * constant tables (harness/grammar/schema.h). With it:
 *
 *     struct bb_tree tree = BB_TREE_INIT(max_bytes);
 *     bb_lift(&bb_grammar_mqtt, input, &tree, NULL);     any bytes; never "fails to parse"
 *     ... edit the tree, or let mutate/ do it ...
 *     bb_render(&tree, output, sizeof output, &size);
 *     bb_tree_free(&tree);
 *
 * Promises, tested on every shipped grammar:
 *   lossless       rendering an unedited lifted tree gives the same bytes, whatever they were;
 *   truthful       lengths, counts, constants, tags and digests are computed when rendering, so
 *                  they are right after any edit, except where the tree holds a lie: a node for a
 *                  derived field, whose value is rendered as it is;
 *   bounded        memory is linear in the input and capped, nesting is capped;
 *   deterministic  no clock, no randomness, no allocation order shows.
 */
#ifndef BRICKBAT_GRAMMAR_H
#define BRICKBAT_GRAMMAR_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/bytes.h"
#include "base/rng.h"
#include "base/status.h"
#include "brickbat/hook.h"

struct bb_grammar; /* constant; harness/grammar/schema.h */
struct bb_field;
struct bb_message;

/* What is decoded may hold what is decoded, so many times; deeper it stays as it is. */
enum { BB_MAX_VIEWS = 4 };

enum bb_node_kind {
    BB_NODE_UINT,
    BB_NODE_BYTES,
    BB_NODE_MESSAGE,
    BB_NODE_RAW,   /* bytes that no field took */
    BB_NODE_CODED, /* before a field that has a transform: its bytes as they stood on the wire,
                    * behind the hash of what they decode to. Written while that is so. */
    BB_NODE_PIECE, /* of what a message around joins: `value` bytes of it end here */
};

enum {
    /* RAW: the message ends here; no field from `slot` on is rendered, whatever the grammar says.
     * Without it the bytes stand between fields and the message goes on behind them. */
    BB_NODE_CUT = 1,
    /* UINT, a lie: `value` is added to what is derived (modulo the field's width). */
    BB_NODE_RELATIVE = 2,
    BB_NODE_DOUBLED = 4, /* with RELATIVE: to twice what is derived */
    /* BYTES of a field with a transform: written as they are, for they decode to nothing. */
    BB_NODE_LITERAL = 8,
    /* Any of them; the other bits are free for those who edit the tree. */
    BB_NODE_ODD = 15,
};

/*
 * One node. The children of a message are in slot order (schema.h); a slot without a node renders
 * as its default: derived if it is derived, else zero or empty.
 */
struct bb_node {
    const struct bb_field *field; /* NULL: the root, RAW, CODED */
    struct bb_node *next;         /* the next child of the same message */
    union {
        struct bb_node *child; /* MESSAGE: the first child */
        const uint8_t *data;   /* BYTES, RAW, CODED: borrowed from the tree's arena */
        uint64_t value;        /* UINT, PIECE */
    };
    uint32_t len;  /* BYTES, RAW, CODED: in bytes. UINT: forced width of a varint, 0 = shortest.
                      MESSAGE: the id that references know it by, plus one; 0 = none */
    uint16_t slot; /* place in the parent's schema */
    uint8_t kind;  /* enum bb_node_kind */
    uint8_t flags;
};

struct bb_tree {
    const struct bb_grammar *grammar; /* NULL until lifted or generated */
    struct bb_node *root;             /* a MESSAGE without a field; owned by the arena */
    struct bb_arena arena;
    uint32_t n_nodes;                    /* allocated since the last reset, linked in or not */
    const struct bb_hooks *hooks;        /* borrowed; NULL: none */
    struct bb_buf scratch[BB_MAX_VIEWS]; /* for rendering; each at most 16 times its output */
};

/* Memory of a tree is at most max_bytes, whatever is lifted into it. To hold an input at all, the
 * cap must be at least twice its size and 64 KiB. */
#define BB_TREE_INIT(max) ((struct bb_tree){.arena = BB_ARENA_INIT(max)})

void bb_tree_free(struct bb_tree *tree);

/* What the lift saw, in wire order, for those who show it to people. */
enum bb_seen {
    BB_SEEN_ENTER, /* a message begins */
    BB_SEEN_LEAVE, /* it ends; len is its size */
    BB_SEEN_UINT,  /* offset and len in bytes of the whole run for bit fields */
    BB_SEEN_BYTES,
    BB_SEEN_RAW, /* bytes that no field took; value is an enum bb_raw_place */
    BB_SEEN_LIE, /* about an earlier UINT with the same field and offset: value should be this */
};

/* Where raw bytes stand. */
enum bb_raw_place {
    BB_RAW_BETWEEN, /* after a field, within what was meant for it; the message goes on */
    BB_RAW_INSTEAD, /* the message cannot be read on from here */
    BB_RAW_BEHIND,  /* all fields are there, but the message is longer */
};

struct bb_lift_event {
    enum bb_seen seen;
    const struct bb_field *field;     /* NULL for the root and for raw bytes */
    const struct bb_message *message; /* that the field belongs to, or that is entered */
    size_t offset;                    /* in bytes from the start of the input */
    const uint8_t *data;              /* what stands there, decoded; good while the tree is */
    size_t len;
    uint64_t value;
    unsigned depth; /* the root's fields have 1 */
};

struct bb_lift_observer {
    void (*see)(void *user, const struct bb_lift_event *event);
    void *user;
};

/* Replaces the tree by that of the bytes, which are copied. Observer may be NULL.
 * BB_NO_MEMORY only if the cap does not even hold a copy of the bytes as one raw node;
 * an input too rich for the cap is kept raw as a whole. */
BB_MUST_USE enum bb_status bb_lift(const struct bb_grammar *grammar, struct bb_bytes bytes,
                                   struct bb_tree *tree, const struct bb_lift_observer *observer);

/* Writes the tree's bytes to out. BB_LIMIT, ret_size untouched, when they need more than size. */
BB_MUST_USE enum bb_status bb_render(struct bb_tree *tree, uint8_t *out, size_t size,
                                     size_t *ret_size);

/* Replaces the tree by a random one, about `budget` nodes large, all of it consistent. */
BB_MUST_USE enum bb_status bb_generate(const struct bb_grammar *grammar, struct bb_rng *rng,
                                       unsigned budget, struct bb_tree *tree);

/* How much of an input the grammar understood. */
struct bb_lift_stats {
    size_t bytes;     /* of the input */
    size_t raw_bytes; /* that no field took */
    size_t nodes;
    size_t lies; /* derived or constant fields that the wire contradicts */
};

struct bb_lift_stats bb_tree_stats(const struct bb_tree *tree, size_t bytes);

enum bb_show_style { BB_SHOW_PLAIN, BB_SHOW_COLOUR };

/* Appends the bytes decoded field by field, one line each, with offsets; marks lies and raw bytes.
 * BB_LIMIT when the text does not fit ret_text's cap. */
BB_MUST_USE enum bb_status bb_show(const struct bb_grammar *grammar, struct bb_bytes bytes,
                                   enum bb_show_style style, struct bb_buf *ret_text);

/* Appends the lies and raw bytes only, in words, at most `max` of them, one per line:
 * "Publish.topic_length says 65535, 3 would be true (byte 2)". */
BB_MUST_USE enum bb_status bb_explain(const struct bb_grammar *grammar, struct bb_bytes bytes,
                                      unsigned max, struct bb_buf *ret_text);

/* "mqtt", "MQTT 3.1.1 and 5, a stream of control packets". Static. */
const char *bb_grammar_name(const struct bb_grammar *grammar);
const char *bb_grammar_title(const struct bb_grammar *grammar);

/* All grammars that are linked into this program, NULL at the end; defined by
 * brickbat_grammar_registry() in CMake. */
extern const struct bb_grammar *const bb_grammars[];

/* NULL if there is none of that name. */
const struct bb_grammar *bb_grammar_find(const char *name);

#endif
