#include "primitives.wire.h"

const struct bb_grammar *const bb_grammars[] = {
    &bb_grammar_p_integers,      &bb_grammar_p_bits,
    &bb_grammar_p_little_bits,   &bb_grammar_p_base128,
    &bb_grammar_p_nibbles,       &bb_grammar_p_sized,
    &bb_grammar_p_sized_run,     &bb_grammar_p_length,
    &bb_grammar_p_length_to_end, &bb_grammar_p_count,
    &bb_grammar_p_digest,        &bb_grammar_p_prefix,
    &bb_grammar_p_size,          &bb_grammar_p_rest,
    &bb_grammar_p_when,          &bb_grammar_p_more,
    &bb_grammar_p_peek,          &bb_grammar_p_tag,
    &bb_grammar_p_switch,        &bb_grammar_p_delta,
    &bb_grammar_p_context,       &bb_grammar_p_nested,
    &bb_grammar_p_nothing,       &bb_grammar_p_crcs,
    &bb_grammar_p_sums,          &bb_grammar_p_pseudo_header,
    &bb_grammar_p_digest_order,  NULL,
};
