/*
 * Fuzz target: lift, render, show and explain. The first byte chooses the grammar, the rest is the
 * input: it renders back to itself, and what is shown of it fits the stated room.
 *
 * With clang this is a libFuzzer target, otherwise fuzz_main.c drives it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "grammar/schema.h"

enum {
    MAX_INPUT_BYTES = 4096,
    MAX_TREE_BYTES = 1 << 20,
    MAX_TEXT_BYTES = 8 << 20,
};

static void check(bool holds, const char *what, const struct bb_grammar *grammar)
{
    if (holds)
        return;
    fprintf(stderr, "fuzz_grammar: %s: %s\n", bb_grammar_name(grammar), what);
    abort();
}

static const struct bb_grammar *choose(unsigned number)
{
    unsigned n = 0;
    while (bb_grammars[n])
        n++;
    return bb_grammars[number % n];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct bb_tree tree;
    static uint8_t output[MAX_INPUT_BYTES];
    if (size == 0 || size > MAX_INPUT_BYTES)
        return 0;
    tree.arena.max_bytes = MAX_TREE_BYTES;
    const struct bb_grammar *grammar = choose(data[0]);
    struct bb_bytes input = bb_bytes_of(data + 1, size - 1);
    size_t len = 0;
    check(bb_lift(grammar, input, &tree, NULL) == BB_OK, "does not lift", grammar);
    check(bb_render(&tree, output, sizeof output, &len) == BB_OK, "does not render", grammar);
    check(bb_bytes_equal(input, bb_bytes_of(output, len)), "renders to something else", grammar);
    struct bb_buf text = BB_BUF_INIT(MAX_TEXT_BYTES);
    check(bb_show(grammar, input, BB_SHOW_PLAIN, &text) == BB_OK, "does not show", grammar);
    check(bb_explain(grammar, input, 10, &text) == BB_OK, "does not explain", grammar);
    bb_buf_free(&text);
    return 0;
}
