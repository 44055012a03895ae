#include "minimize/least_change.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "grammar/sites.h"

enum { MIN_TREE_BYTES = 1 << 20, TREE_BYTES_FACTOR = 256, MAX_GROWTH = 4096, BYTES_TRIED = 64 };

struct search {
    const struct bb_least_change_options *options;
    struct bb_bytes input;
    struct bb_tree tree;
    struct bb_sites sites;
    struct bb_buf candidate;
    struct bb_buf *words;
    unsigned candidates;
    enum bb_status status; /* BB_OK while the search may go on */
};

/* --- trying --------------------------------------------------------------------------------- */

static bool may_go_on(const struct search *s)
{
    return s->status == BB_OK && s->candidates < s->options->max_candidates &&
           bb_verdict_may_go_on(s->options->verdict);
}

static void tell(const struct search *s)
{
    const struct bb_least_change_options *o = s->options;
    if (o->progress)
        o->progress(o->user, &(struct bb_minimize_progress){
                                 .best_bytes = s->input.len,
                                 .executions = o->verdict->budget.executions,
                                 .elapsed_ms = bb_verdict_elapsed_ms(o->verdict),
                             });
}

static bool survives(struct search *s, struct bb_bytes candidate)
{
    if (!may_go_on(s) || bb_bytes_equal(candidate, s->input))
        return false;
    s->candidates++;
    enum bb_outcome outcome = bb_verdict_survives(s->options->verdict, candidate);
    if (outcome == BB_ABORT)
        s->status = BB_INTERRUPTED;
    tell(s);
    return outcome == BB_SURVIVED;
}

/* The tree as it is now. */
static bool tree_survives(struct search *s)
{
    size_t len = 0;
    return bb_render(&s->tree, s->candidate.ptr, s->candidate.capacity, &len) == BB_OK && len &&
           survives(s, bb_bytes_of(s->candidate.ptr, len));
}

/* --- numbers -------------------------------------------------------------------------------- */

/* A number somewhere in the input, and how to set it. */
struct number {
    uint64_t value; /* the input's own */
    uint64_t max;
    bool (*survives)(struct search *s, void *place, uint64_t value);
    void *place;
};

/* Between a value that crashes and one that does not: the nearest that does not, as far as the two
 * are divided by one border. */
static uint64_t bisect(struct search *s, const struct number *number, uint64_t good)
{
    uint64_t bad = number->value;
    while (may_go_on(s)) {
        uint64_t distance = good > bad ? good - bad : bad - good;
        if (distance <= 1)
            break;
        uint64_t middle = good > bad ? bad + distance / 2 : bad - distance / 2;
        if (number->survives(s, number->place, middle))
            good = middle;
        else
            bad = middle;
    }
    return good;
}

static bool find_number(struct search *s, const struct number *number, uint64_t *ret_value)
{
    const uint64_t value = number->value;
    const uint64_t tries[] = {value ? value - 1 : value, value < number->max ? value + 1 : value, 0,
                              number->max, number->max / 2};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        if (tries[i] == value || !number->survives(s, number->place, tries[i]))
            continue;
        *ret_value = bisect(s, number, tries[i]);
        return true;
    }
    return false;
}

/* --- fields --------------------------------------------------------------------------------- */

static bool node_survives(struct search *s, void *place, uint64_t value)
{
    struct bb_node *node = place;
    const struct bb_node before = *node;
    node->value = value;
    node->len = 0;
    bool survived = tree_survives(s);
    *node = before;
    return survived;
}

/* Of a field that others know by its bits: what the tree holds is what the wire says. */
static bool is_number(const struct bb_site *site)
{
    return bb_site_is_field(site) && site->node->kind == BB_NODE_UINT && !site->node->flags &&
           !site->node->field->reference;
}

static bool is_string(const struct bb_site *site)
{
    return bb_site_is_field(site) && site->node->kind == BB_NODE_BYTES && site->node->len;
}

static bool try_truth(struct search *s, const struct bb_site *site)
{
    if (!bb_site_is_lie(site) || !is_number(site))
        return false;
    struct bb_node **link = bb_site_link(site);
    *link = site->node->next;
    bool survived = tree_survives(s);
    *link = site->node;
    if (survived)
        bb_buf_printf(s->words, "with %s.%s telling the truth (not %" PRIu64 ") it does not crash",
                      site->message->name, site->node->field->name, site->node->value);
    return survived;
}

static bool try_number(struct search *s, const struct bb_site *site)
{
    uint64_t found;
    if (!is_number(site))
        return false;
    const struct number number = {.value = site->node->value,
                                  .max = bb_field_max(site->node->field),
                                  .survives = node_survives,
                                  .place = site->node};
    if (!find_number(s, &number, &found))
        return false;
    bb_buf_printf(s->words, "with %s.%s = %" PRIu64 " (not %" PRIu64 ") it does not crash",
                  site->message->name, site->node->field->name, found, number.value);
    return true;
}

static bool try_length(struct search *s, const struct bb_site *site)
{
    if (!is_string(site))
        return false;
    struct bb_node *node = site->node;
    const uint32_t before = node->len;
    const uint32_t tries[] = {before - 1, 0};
    for (size_t i = 0; i < (before > 1 ? 2 : 1); i++) {
        node->len = tries[i];
        bool survived = tree_survives(s);
        node->len = before;
        if (!survived)
            continue;
        bb_buf_printf(s->words,
                      "with %" PRIu32 " bytes of %s.%s (not %" PRIu32 ") it does not crash",
                      tries[i], site->message->name, node->field->name, before);
        return true;
    }
    return false;
}

static bool try_fields(struct search *s)
{
    static bool (*const ways[])(struct search *, const struct bb_site *) = {try_truth, try_number,
                                                                            try_length};
    for (size_t way = 0; way < sizeof ways / sizeof *ways; way++)
        for (size_t i = 0; i < s->sites.n && may_go_on(s); i++)
            if (ways[way](s, &s->sites.ptr[i]))
                return true;
    return false;
}

/* --- bytes ---------------------------------------------------------------------------------- */

static bool byte_survives(struct search *s, void *place, uint64_t value)
{
    const size_t *offset = place;
    memcpy(s->candidate.ptr, s->input.ptr, s->input.len);
    s->candidate.ptr[*offset] = (uint8_t)value;
    return survives(s, bb_bytes_of(s->candidate.ptr, s->input.len));
}

static bool try_bytes(struct search *s)
{
    uint64_t found;
    size_t n = s->input.len < BYTES_TRIED ? s->input.len : BYTES_TRIED;
    for (size_t i = 0; i < n && may_go_on(s); i++) {
        const struct number number = {.value = s->input.ptr[i],
                                      .max = UINT8_MAX,
                                      .survives = byte_survives,
                                      .place = &i};
        if (!find_number(s, &number, &found))
            continue;
        bb_buf_printf(s->words, "with 0x%02x (not 0x%02x) as byte %zu it does not crash",
                      (unsigned)found, s->input.ptr[i], i);
        return true;
    }
    return false;
}

static bool lift(struct search *s)
{
    return s->options->grammar && bb_lift(s->options->grammar, s->input, &s->tree, NULL) == BB_OK &&
           bb_sites_collect(&s->sites, &s->tree);
}

enum bb_status bb_least_change(struct bb_bytes input, const struct bb_least_change_options *options,
                               struct bb_buf *ret_words)
{
    struct search s = {
        .options = options,
        .input = input,
        .tree = BB_TREE_INIT(MIN_TREE_BYTES + input.len * TREE_BYTES_FACTOR),
        .candidate = BB_BUF_INIT(UINT32_MAX),
        .words = ret_words,
    };
    if (!bb_buf_reserve(&s.candidate, input.len + MAX_GROWTH))
        s.status = BB_NO_MEMORY;
    else if (input.len && !(lift(&s) && try_fields(&s)))
        try_bytes(&s);
    bb_buf_free(&s.candidate);
    bb_sites_free(&s.sites);
    bb_tree_free(&s.tree);
    return s.status;
}
