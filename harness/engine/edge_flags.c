#include "engine/edge_flags.h"

void __sanitizer_cov_bool_flag_init(bool *start, bool *end);
void __sanitizer_cov_pcs_init(const uintptr_t *start, const uintptr_t *end);

struct bb_edge_flags bb_edge_flags;

void __sanitizer_cov_bool_flag_init(bool *start, bool *end)
{
    bb_edge_flags.set = start;
    bb_edge_flags.n = (size_t)(end - start);
}

void __sanitizer_cov_pcs_init(const uintptr_t *start, const uintptr_t *end)
{
    (void)end;
    bb_edge_flags.points = start;
}
