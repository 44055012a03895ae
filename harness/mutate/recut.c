#include "mutate/edit.h"

/* A little, or to anywhere: then other pieces get more or nothing. (Pieces are added, dropped and
 * put into another order by way of their carriers, while the content stays.) */
bool bb_edit_recut(struct bb_edit *e, struct bb_node *node)
{
    switch (bb_rng_below(e->rng, 4)) {
    case 0: node->value += 1 + bb_rng_below(e->rng, 4); return true;
    case 1: node->value -= bb_rng_below(e->rng, node->value < 4 ? node->value + 1 : 5); return true;
    case 2: node->value = bb_rng_below(e->rng, 16); return true;
    default: node->value = bb_rng_below(e->rng, e->size + 1); return true;
    }
}
