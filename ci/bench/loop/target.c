#include <brickbat/target.h>

extern const struct bb_grammar bb_grammar_mqtt;

const struct bb_target bb_target = {.name = "bench_loop", .grammar = &bb_grammar_mqtt};
