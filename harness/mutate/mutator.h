/*
 * bb_mutator: structure-aware mutation and crossover of raw inputs, for any engine.
 *
 * An input is lifted, its tree edited, and rendered back, so that what comes out still has right
 * lengths, counts, tags and digests, except for a deliberate lie now and then. A share of the
 * mutations works on the plain bytes instead, so that nothing a grammar rules out is out of reach.
 *
 * One mutator serves one thread. Equal seeds and call sequences give equal results. After warming
 * up, a call allocates nothing.
 */
#ifndef BB_MUTATE_MUTATOR_H
#define BB_MUTATE_MUTATOR_H

#include <stdio.h>

#include <brickbat/grammar.h>

#define BB_MUTATION_LIST(X)                                                           \
    X(INSERT, "insert") /* a generated element or field, or one of another input's */ \
    X(DELETE, "delete")                                                               \
    X(DUPLICATE, "duplicate") /* an element, once */                                  \
    X(REPEAT, "repeat")       /* an element, many times */                            \
    X(SWAP, "swap")           /* two elements */                                      \
    X(MOVE, "move")           /* an element within its list */                        \
    X(SWITCH, "switch")       /* a oneof to another member */                         \
    X(GRAFT, "graft")         /* a subtree, from elsewhere or another input */        \
    X(UINT, "uint")           /* an integer */                                        \
    X(BYTES, "bytes")         /* a byte string, or raw bytes */                       \
    X(COPY, "copy")           /* a leaf over another one */                           \
    X(LIE, "lie")             /* a derived field stops telling the truth */           \
    X(TRUTH, "truth")         /* a lie is taken back */                               \
    X(PLAIN, "plain")         /* bytes of the rendered input */                       \
    X(CROSS, "cross")         /* two inputs mixed */

enum bb_mutation {
#define X(name, text) BB_MUTATE_##name,
    BB_MUTATION_LIST(X)
#undef X
        BB_N_MUTATIONS
};

/* Of one kind. What a call with edits of several kinds did counts for each of them. */
struct bb_mutation_count {
    uint64_t uses;          /* edits that went into an output */
    uint64_t bytes_changed; /* in which outputs differ from inputs, and in length; if watched */
    uint64_t new_coverage;  /* outputs that the engine kept: they came back as inputs; if watched */
};

struct bb_mutation_stats {
    struct bb_mutation_count kinds[BB_N_MUTATIONS];
    uint64_t mutations; /* calls that changed their input */
    uint64_t lifts;     /* calls that could not keep the last call's tree */
    uint64_t noops;     /* tries that came out as they went in, and were repeated */
};

/* Changes data in place, size bytes of max_size, and returns the new size, at most max_size:
 * libFuzzer's LLVMFuzzerMutate is one. */
typedef size_t bb_mutate_bytes(void *user, uint8_t *data, size_t size, size_t max_size);

struct bb_mutator;

/* bytes is what changes leaves and plain inputs; NULL takes our own (bb_havoc). NULL: no memory.
 * The grammar is borrowed. */
struct bb_mutator *bb_mutator_new(const struct bb_grammar *grammar, bb_mutate_bytes *bytes,
                                  void *user);
void bb_mutator_free(struct bb_mutator *mutator);

/* Mutates data in place and returns its new size, 1 to max_size (0 only if max_size is 0). */
size_t bb_mutator_mutate(struct bb_mutator *mutator, uint8_t *data, size_t size, size_t max_size,
                         uint64_t seed);

/* Writes a mixture of a and b to out and returns its size, 1 to max_size; where the two have
 * nothing in common, a with its bytes mutated. */
size_t bb_mutator_cross(struct bb_mutator *mutator, struct bb_bytes a, struct bb_bytes b,
                        uint8_t *out, size_t max_size, uint64_t seed);

/* Counts from now on what edits change and what the engine keeps, which takes about a tenth of a
 * microsecond for each call and 1 MiB. False: no memory. */
bool bb_mutator_watch(struct bb_mutator *mutator);

/* Tells what the engine kept, an output of ours or not. Engines that do not tell are understood
 * from the inputs that they have mutated. */
void bb_mutator_kept(struct bb_mutator *mutator, struct bb_bytes input);

const struct bb_mutation_stats *bb_mutator_stats(const struct bb_mutator *mutator);

/* Writes a line for each kind that was used. */
void bb_mutator_write_stats(const struct bb_mutator *mutator, FILE *out);

/* The kinds that the last call used: "insert+uint". Valid until the next call. */
const char *bb_mutator_last(struct bb_mutator *mutator);

const char *bb_mutation_name(enum bb_mutation kind);

/* Our own byte mutations: flips, arithmetic, insertions, deletions, copies, tokens. */
size_t bb_havoc(struct bb_rng *rng, uint8_t *data, size_t size, size_t max_size);

#endif
