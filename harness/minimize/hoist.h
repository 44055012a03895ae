/*
 * Hoisting: a message takes the place of one of its own type around it, as in [1, [2, 3]] the inner
 * array that of the outer. All that are below a site, at whatever depth, are candidates; what is
 * smallest comes first, for it gains most.
 */
#ifndef BB_MINIMIZE_HOIST_H
#define BB_MINIMIZE_HOIST_H

#include "grammar/sites.h"

/* Which one was the last at a site; zero before the first. */
struct bb_hoist {
    size_t weight; /* nodes and bytes of data */
    size_t number; /* among the messages of the type, from 1 */
};

/* Puts the one behind the last into the place of the site's node. False, and the hoist zero, when
 * there is none. The tree must be as it was for the last one. */
bool bb_hoist_next(struct bb_hoist *hoist, const struct bb_site *site);

#endif
