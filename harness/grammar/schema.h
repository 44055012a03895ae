/*
 * The tables that protoc-gen-wire writes: a grammar as lift, render and the mutator see it.
 *
 * A message is a sequence of slots, in wire order. A slot holds one field, or the members of a
 * oneof, of which one is there. Everything is constant and has static storage.
 */
#ifndef BB_GRAMMAR_SCHEMA_H
#define BB_GRAMMAR_SCHEMA_H

#include <brickbat/grammar.h>

enum {
    BB_MAX_DEPTH = 32,    /* nested messages; deeper bytes stay raw */
    BB_MAX_MEASURES = 8,  /* length and count fields under way in one message */
    BB_MAX_RANGES = 8,    /* digests of one message, and fields that other digests cover, too */
    BB_MAX_COVERED = 8,   /* what a digest covers besides its range */
    BB_MAX_CONTEXT = 8,   /* context variables of one grammar */
    BB_CONTEXT_BANKS = 8, /* sets of them */
    BB_MAX_RUN = 32,      /* bit fields in one run */
    BB_MAX_LABELS = 8,    /* of lengths, in a file */
    BB_MAX_PENDING = 64,  /* labelled lengths whose field has not come yet; the others are kept */
    BB_MAX_DELIMITER = 8, /* bytes of one */
    BB_MAX_DELIMITER_SETS = 32,
};

enum bb_type { BB_TYPE_UINT, BB_TYPE_BYTES, BB_TYPE_MESSAGE };

enum bb_coding {
    BB_CODING_FIXED,
    BB_CODING_BASE128,
    BB_CODING_EXTENDED,
    BB_CODING_SIZED,
    BB_CODING_BASE128_BE,
    BB_CODING_BER_LENGTH,
    BB_CODING_DECIMAL,
    BB_CODING_HEX,
    BB_CODING_BINARY,
};

/* Where a field's value comes from. All but BB_PLAIN are derived: no node in a truthful tree. */
enum bb_role {
    BB_PLAIN,
    BB_CONSTANT,
    BB_LENGTH,
    BB_COUNT,
    BB_DIGEST,
    BB_COMPUTED, /* from an expression: the slot's `is` */
    BB_LITERAL,  /* bytes that are always the same: a literal, space, a delimiter */
    BB_SELECTOR, /* from the chosen member, if that stands for one value only; else plain */
};

/* Those of wire.proto. */
enum bb_digest_kind {
    BB_DIGEST_NONE,
    BB_DIGEST_CRC16_MODBUS,
    BB_DIGEST_CRC16_L2CAP,
    BB_DIGEST_CRC16_X25,
    BB_DIGEST_CRC16_CCITT,
    BB_DIGEST_CRC32,
    BB_DIGEST_CRC24_BLE,
    BB_DIGEST_CRC8_RFCOMM,
    BB_DIGEST_LRC,
    BB_DIGEST_XOR8,
    BB_DIGEST_INTERNET,
    BB_DIGEST_FLETCHER8_UBX,
    BB_DIGEST_ADLER32,
    BB_DIGEST_CRC16_KERMIT,
    BB_DIGEST_KEYED,
    BB_DIGEST_CRC24Q,
};

/* Those of wire.proto. */
enum bb_transform {
    BB_TRANSFORM_NONE,
    BB_TRANSFORM_HEX,
    BB_TRANSFORM_BASE64,
    BB_TRANSFORM_BASE64URL,
    BB_TRANSFORM_DEFLATE,
    BB_TRANSFORM_ZLIB,
    BB_TRANSFORM_GZIP,
    BB_TRANSFORM_CIPHER,
    BB_TRANSFORM_XOR,
    BB_TRANSFORM_BITS,
    BB_TRANSFORM_SIX_BITS,
};

/* What a digest covers besides its range: a number, or a field of a message around. */
struct bb_covered {
    uint64_t value;
    uint8_t bytes; /* of the number */
    uint8_t noted; /* not 0: the range of that number among the grammar's noted ones */
    bool size;     /* the number is that of the bytes in the range */
};

/* An expression in postfix form, ended by BB_OP_END. */
enum bb_opcode {
    BB_OP_END,
    BB_OP_NUMBER,       /* push arg */
    BB_OP_FIELD,        /* push the value of slot `arg`, `levels` messages up */
    BB_OP_CONTEXT,      /* push context variable arg */
    BB_OP_MORE,         /* lifting: bytes remain; rendering: this or a later slot has a node */
    BB_OP_PEEK,         /* lifting: the byte arg bytes ahead or 256; rendering: 256 */
    BB_OP_ROOM,         /* lifting: bytes left in the scope; rendering: 0 */
    BB_OP_INDEX,        /* lifting: elements of the list so far */
    BB_OP_HERE,         /* bytes from the start of the message to here */
    BB_OP_PIECE_OFFSET, /* of what is joined: bytes in the pieces before this one; 0 outside */
    BB_OP_WHOLE_SIZE,   /* of what is joined: its bytes; 0 outside */
    BB_OP_NOT,
    BB_OP_COMPLEMENT,
    BB_OP_SELECT, /* pop c, a, b; push c ? a : b */
    BB_OP_MULTIPLY,
    BB_OP_DIVIDE, /* by zero gives 0 */
    BB_OP_REMAINDER,
    BB_OP_ADD,
    BB_OP_SUBTRACT,
    BB_OP_SHIFT_LEFT, /* by 64 and more gives 0 */
    BB_OP_SHIFT_RIGHT,
    BB_OP_BIT_AND,
    BB_OP_BIT_OR,
    BB_OP_EQUAL,
    BB_OP_NOT_EQUAL,
    BB_OP_LESS,
    BB_OP_LESS_EQUAL,
    BB_OP_GREATER,
    BB_OP_GREATER_EQUAL,
    BB_OP_AND,
    BB_OP_OR,
};

struct bb_op {
    uint8_t opcode;
    uint8_t levels;
    uint64_t arg;
};

struct bb_token {
    const char *ptr; /* may hold NUL bytes */
    uint32_t len;
};

/* EXTENDED: bits that hold `marker` stand for the bytes behind the run, plus bias. */
struct bb_extension {
    uint64_t bias;
    uint16_t marker;
    uint8_t bytes; /* 1 to 8 */
    bool little_endian;
};

/* What a field or message reaches to. */
struct bb_delimiters {
    const struct bb_token *list; /* the first is written */
    uint8_t n;
    uint8_t index; /* among those of the grammar */
    bool folds;    /* before a space or tab it is none */
};

struct bb_field {
    const char *name;
    const struct bb_message *message;      /* BB_TYPE_MESSAGE: its type, else NULL */
    const struct bb_token *tokens;         /* for the mutator and dictionaries; n_tokens of them */
    const uint64_t *values;                /* known values: an enum's; n_values of them */
    const char *const *value_names;        /* their names, same order; NULL if they have none */
    const uint64_t *cases;                 /* member of a switched oneof; n_cases of them */
    const struct bb_token *texts;          /* the same where the switch is a string */
    const struct bb_covered *also;         /* BB_DIGEST: n_also of them */
    const char *hook;                      /* of its transform or digest, or NULL */
    const struct bb_extension *extensions; /* EXTENDED: n_extensions, by what they can hold */
    const struct bb_delimiters *ends;      /* a LITERAL that is one of these, or empty; else NULL */
    struct bb_token literal;               /* LITERAL: what is written */
    uint64_t constant;                     /* BB_CONSTANT: the value */
    uint16_t slot;
    uint16_t n_tokens;
    uint16_t n_values;
    uint16_t n_cases;
    uint16_t n_texts;
    uint16_t weight;   /* 10 by default */
    uint32_t max_size; /* of BYTES, by the book; UINT32_MAX if it says nothing */
    uint8_t min_size;  /* what is generated has so many at least */
    uint8_t type;      /* enum bb_type */
    uint8_t coding;    /* enum bb_coding */
    uint8_t role;      /* enum bb_role */
    uint8_t bits; /* UINT: 1 to 64; of EXTENDED, without its extension; at most, if it varies */
    uint8_t n_extensions;
    uint8_t shift;   /* place in its run, counted from the least significant bit */
    uint8_t digits;  /* DECIMAL, HEX, BINARY: exactly so many, or 0 */
    bool lower_case; /* HEX, and BB_TRANSFORM_HEX */
    bool little_endian;
    bool ignore_case;  /* LITERAL: letters of either case are it */
    bool space;        /* LITERAL: any run of spaces and tabs */
    bool is_text;      /* a string rather than bytes */
    uint8_t transform; /* enum bb_transform */
    uint8_t key_bytes; /* BB_TRANSFORM_XOR: of the slot's key */
    bool piece;        /* of what a message around joins */
    bool ahead;        /* UINT: takes no bytes, the slot's `ahead` says what it is */
    bool late;         /* BB_COMPUTED: known only once all pieces have been read */
    bool delta;
    bool quick;      /* UINT: in its bits, as it is in the tree; PLAIN, CONSTANT or SELECTOR */
    bool anchor;     /* MESSAGE: its place can be referred to */
    bool reference;  /* UINT: the tree holds an anchor's id */
    bool indefinite; /* BER_LENGTH: can be 0x80 */
    bool each;       /* LENGTH: of each element of the list */
    bool otherwise;  /* member of a oneof: chosen when no other is */
    bool selects_bank;
    uint8_t regular; /* kind of the nodes that straight-line code can render; UINT8_MAX: none */
    int8_t sets;     /* context variable, or -1 */

    /* BB_DIGEST */
    uint8_t digest; /* enum bb_digest_kind */
    uint8_t range;  /* index among the message's ranges */
    uint8_t n_also;
    bool zero_means_none;

    /* BB_LENGTH, BB_COUNT */
    uint8_t measure;   /* index among the message's measures */
    uint8_t label;     /* LENGTH: of the slot with that label, as bit; else 0 */
    bool to_end;       /* LENGTH: measures all slots from `measured` on */
    uint16_t measured; /* first slot that is measured */
    uint16_t before;   /* LENGTH: bytes that count besides */
    uint32_t unit;     /* bytes */
    int32_t bias;      /* wire value less that in the tree; of what is measured: less the truth */

    /* member of a oneof told apart by its first bytes: matches if (peeked & mask) == tag */
    uint64_t tag;
    uint64_t tag_mask;
    struct bb_token opening; /* or by this literal, if it has any bytes */
    bool opening_ignores_case;
};

struct bb_slot {
    const struct bb_field *fields; /* one, or the members of a oneof */
    const struct bb_op *when;      /* NULL: always there */
    const struct bb_op *repeat_while;
    const struct bb_op *size;         /* of BYTES, in bytes */
    const struct bb_delimiters *ends; /* that the slot reaches to, or NULL */
    const struct bb_op *choose;       /* oneof with a switch */
    const struct bb_op *is;           /* BB_COMPUTED: the truth */
    const struct bb_op *ahead;        /* lifting: the value, of what lies ahead */
    const struct bb_op *key;          /* BB_TRANSFORM_XOR */
    uint16_t n_fields;
    int16_t selector;      /* oneof: slot of its selector field, or -1 */
    int16_t selects;       /* a selector: slot of the oneof that it follows, or -1 */
    uint16_t reserve;      /* with `rest`: bytes of the fixed-size slots behind */
    int8_t length_measure; /* the measure that says how many bytes this slot has, or -1 */
    int8_t end_measure;    /* the measure that ends the message, counted from this slot, or -1 */
    int8_t count_measure;  /* the measure that says how many elements, or -1 */
    uint8_t begins;        /* bit i: measure i starts counting here */
    uint8_t range_begins;  /* bit i: range i begins here */
    uint8_t range_ends;    /* bit i: range i ends here, before this slot */
    uint8_t run_fields;    /* bit fields: number of slots in the run that starts here, else 0 */
    uint8_t run_bytes;     /* and its size, without extensions; at most, if it is SIZED */
    uint8_t label;         /* bit of the lengths that measure it; else 0 */
    uint8_t tag_bytes;     /* oneof without a switch: how many bytes to peek */
    bool quick;            /* always there, of no stated size or number, in no digest */
    bool repeated;
    bool carries; /* its elements carry what the slot behind joins */
    bool joins;   /* takes no bytes: the slot before carries it */
    bool each;    /* a list whose elements all are as long as its length says */
    bool rest;
    bool
        reserve_varies; /* of the bit runs behind some have a `when` and come on top of `reserve` */
    bool optional;      /* `when` asks for `peek`: the tree alone decides whether it is there */
    bool text_switch;   /* oneof: its selector is a string */
    bool ignore_case;   /* and letters of either case are the same */
    bool trails;        /* the delimiter of the slot before: there exactly if that is */
    bool prefixed;      /* there exactly if the slot before is, its length: `when` counts once */
    bool sized_run;     /* the run has as many bytes as its scope (SIZED) */
};

struct renderer;
struct render_frame;

struct bb_message {
    const char *name;
    /* Renders the slots of a regular one (render_straight.h); NULL: that is done by the tables. */
    void (*straight)(struct renderer *r, struct render_frame *f);
    const struct bb_slot *slots; /* and one more for its end, where only measures begin; one behind
                                  * that for its delimiter, if it has `ends` */
    const struct bb_delimiters *ends; /* that it reaches to, or NULL */
    uint16_t n_slots;
    uint16_t n_derived; /* slots whose field can carry a lie */
    uint16_t n_measures;
    uint8_t n_ranges;             /* first those of digests, each behind the ones that it covers */
    uint8_t n_digests;            /* how many of the ranges those are */
    uint8_t noted[BB_MAX_RANGES]; /* the numbers of the others */
    int16_t delta_slot;           /* slot of the delta field, or -1 */
    bool reference_base;          /* references within count from its start */
    uint8_t labels;               /* bits of its slots' labels */
    bool sorts;                   /* has a list whose elements are kept in order of a delta field */
};

struct bb_grammar {
    const char *name;
    const char *title;
    const char *proto; /* file name, for messages */
    const struct bb_message *root;
    const char *const *context_names;
    uint16_t n_context;
    uint8_t n_banks;       /* sets of them that are used: 0, 1 or BB_CONTEXT_BANKS */
    uint16_t n_delimiters; /* sets of them */
    bool refers;           /* has references */
    bool sorts;            /* has messages that do */
};

static inline bool bb_is_measure(const struct bb_field *field)
{
    return field->role == BB_LENGTH || field->role == BB_COUNT;
}

static inline bool bb_field_is_derived(const struct bb_field *field)
{
    return field->role != BB_PLAIN;
}

/* Whether a node for the field, if the lift makes one, contradicts the rest of the tree. Of
 * literals it only takes what they may look like. */
static inline bool bb_field_can_lie(const struct bb_field *field)
{
    return field->role != BB_PLAIN && field->role != BB_SELECTOR && field->role != BB_LITERAL;
}

/* The largest value that a UINT field holds. */
uint64_t bb_field_max(const struct bb_field *field);

/* Whether the integer is written in digits. */
static inline bool bb_field_is_number(const struct bb_field *field)
{
    return field->coding >= BB_CODING_DECIMAL && field->coding <= BB_CODING_BINARY;
}

/* Whether it is text, which readers know in several spellings: not the digits of bits. */
static inline bool bb_field_is_spelled(const struct bb_field *field)
{
    return field->coding == BB_CODING_DECIMAL || field->coding == BB_CODING_HEX;
}

/* What becomes of a value that is written to the field: its lowest bits or digits; EXTENDED takes
 * no more than its largest. */
static inline uint64_t bb_field_fit(const struct bb_field *field, uint64_t value)
{
    uint64_t max = bb_field_max(field);
    if (field->coding == BB_CODING_EXTENDED)
        return value < max ? value : max;
    return max & (max + 1) ? value % (max + 1) : value & max;
}

/* The tree's value for one on the wire and the other way round, where it has a bias. */
static inline uint64_t bb_field_from_wire(const struct bb_field *field, uint64_t wire)
{
    bool biased = field->bias && !bb_is_measure(field);
    return biased ? bb_field_fit(field, wire - (uint64_t)(int64_t)field->bias) : wire;
}

static inline uint64_t bb_field_to_wire(const struct bb_field *field, uint64_t value)
{
    bool biased = field->bias && !bb_is_measure(field);
    return bb_field_fit(field, biased ? value + (uint64_t)(int64_t)field->bias : value);
}

#endif
