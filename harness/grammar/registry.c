#include <brickbat/grammar.h>

/* Apart from grammar.c: only programs that link a registry of grammars need it. */
const struct bb_grammar *bb_grammar_find(const char *name)
{
    for (size_t i = 0; bb_grammars[i]; i++)
        if (strcmp(bb_grammar_name(bb_grammars[i]), name) == 0)
            return bb_grammars[i];
    return NULL;
}
