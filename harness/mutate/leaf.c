#include "mutate/edit.h"

/* --- integers ------------------------------------------------------------------------------- */

/* How many bits the field's values have. */
static unsigned value_bits(const struct bb_field *field)
{
    uint64_t max = bb_field_max(field);
    unsigned bits = 1;
    while (bits < 64 && max >> bits)
        bits++;
    return bits;
}

static uint64_t near_a_power(const struct bb_field *field, struct bb_rng *rng)
{
    uint64_t power = (uint64_t)1 << bb_rng_below(rng, value_bits(field));
    return power + bb_rng_below(rng, 3) - 1;
}

static uint64_t change_value(const struct bb_field *field, uint64_t value, struct bb_rng *rng)
{
    switch (bb_rng_below(rng, 7)) {
    case 0: return bb_generate_uint(field, rng);
    case 1: return near_a_power(field, rng);
    case 2: return value + 1 + bb_rng_below(rng, 16);
    case 3: return value - 1 - bb_rng_below(rng, 16);
    case 4: return value ^ (uint64_t)1 << bb_rng_below(rng, value_bits(field));
    case 5: return bb_rng_one_in(rng, 2) ? bb_field_max(field) : 0;
    default: return bb_rng_next(rng);
    }
}

bool bb_edit_misspell(struct bb_edit *e, struct bb_node *node)
{
    uint8_t spelling[BB_MAX_SPELLING];
    size_t len = bb_number_misspell(node->field, bb_node_value(node), e->rng, spelling);
    const uint8_t *copy = bb_arena_copy(&e->tree->arena, bb_bytes_of(spelling, len));
    if (!copy)
        return false;
    node->kind = BB_NODE_BYTES;
    node->flags = 0;
    node->data = copy;
    node->len = (uint32_t)len;
    return true;
}

static bool own_any(struct bb_edit *e, enum bb_site_kind kind, struct bb_site *ret_site)
{
    struct bb_site site;
    return bb_specimen_pick_kind(e->specimen, e->rng, kind, &site) &&
           bb_specimen_own(e->specimen, &site, ret_site);
}

bool bb_edit_uint(struct bb_edit *e)
{
    struct bb_site site;
    if (!own_any(e, BB_SITE_NUMBER, &site))
        return false;
    struct bb_node *node = site.node;
    if (node->kind == BB_NODE_PIECE)
        return bb_edit_recut(e, node);
    if (bb_field_is_spelled(node->field) && bb_rng_one_in(e->rng, 6))
        return bb_edit_misspell(e, node);
    if (node->field->reference && !bb_rng_one_in(e->rng, 4) && bb_edit_reference(e, node))
        return true;
    uint64_t before = node->value;
    for (unsigned i = 0; i < 4 && node->value == before; i++)
        node->value = bb_field_fit(node->field, change_value(node->field, before, e->rng));
    node->len = 0;
    if (bb_has_forms(node->field) && bb_rng_one_in(e->rng, 16))
        node->len = bb_shortest_form(node->field, node->value) + (uint32_t)bb_rng_below(e->rng, 2);
    return true;
}

/* --- byte strings --------------------------------------------------------------------------- */

static bool set_data(struct bb_edit *e, struct bb_node *node, struct bb_bytes data)
{
    const uint8_t *copy = bb_arena_copy(&e->tree->arena, data);
    if (!copy)
        return false;
    node->data = copy;
    node->len = (uint32_t)data.len;
    return true;
}

/* How long the string may get, given what the rest of the input takes. */
static size_t room_for(const struct bb_edit *e, const struct bb_node *node)
{
    size_t others = e->size > node->len ? e->size - node->len : 0;
    return others < e->max_size ? e->max_size - others : 0;
}

/* A length at which counters and buffers end; or what the book allows, and one more or less. */
static uint32_t boundary(const struct bb_field *field, struct bb_rng *rng)
{
    bool bounded = field && field->max_size < UINT32_MAX;
    if (bounded && bb_rng_one_in(rng, 3))
        return field->max_size + 1 - (uint32_t)bb_rng_below(rng, field->max_size ? 3 : 2);
    if (field && field->min_size && bb_rng_one_in(rng, 4))
        return field->min_size - (uint32_t)bb_rng_below(rng, 2);
    return (uint32_t)bb_common_length(rng, 0, UINT32_MAX);
}

/* To a boundary, by repeating what is there. */
static bool resize(struct bb_edit *e, struct bb_node *node, size_t room)
{
    uint32_t want = boundary(node->field, e->rng);
    if (want > room)
        want = (uint32_t)bb_rng_below(e->rng, room + 1);
    uint8_t pad = bb_rng_one_in(e->rng, 2) ? 'A' : (uint8_t)bb_rng_next(e->rng);
    uint32_t len = node->len < want ? node->len : want;
    if (len)
        memcpy(e->scratch, node->data, len);
    else
        memset(e->scratch, pad, want);
    for (uint32_t n = len; n > 0 && n < want; n += len) {
        len = n < want - n ? n : want - n;
        memcpy(e->scratch + n, e->scratch, len);
    }
    return set_data(e, node, bb_bytes_of(e->scratch, want));
}

static bool mutate_data(struct bb_edit *e, struct bb_node *node, size_t room)
{
    size_t len = node->len < room ? node->len : room;
    if (room == 0)
        return set_data(e, node, (struct bb_bytes){0});
    if (len)
        memcpy(e->scratch, node->data, len);
    len = e->mutate_bytes(e->user, e->scratch, len, room);
    return set_data(e, node, bb_bytes_of(e->scratch, len));
}

static bool take_token(struct bb_edit *e, struct bb_node *node, size_t room)
{
    const struct bb_field *field = node->field;
    const struct bb_token *token = &field->tokens[bb_rng_below(e->rng, field->n_tokens)];
    return token->len <= room && set_data(e, node, bb_bytes_of(token->ptr, token->len));
}

/* The longest string of which the length before it can tell. */
static size_t most_told(const struct bb_site *site)
{
    for (unsigned i = 0; bb_site_is_field(site) && i < site->node->slot; i++) {
        const struct bb_field *field = site->message->slots[i].fields;
        if (!field || field->role != BB_LENGTH || field->to_end ||
            field->measured != site->node->slot)
            continue;
        uint64_t max = bb_field_max(field);
        uint64_t before = (uint64_t)field->before + (uint64_t)(field->bias > 0 ? field->bias : 0);
        return max > UINT32_MAX             ? SIZE_MAX
               : max * field->unit > before ? max * field->unit - before
                                            : 0;
    }
    return SIZE_MAX;
}

bool bb_edit_bytes(struct bb_edit *e)
{
    struct bb_site site;
    if (!own_any(e, BB_SITE_BYTES, &site))
        return false;
    struct bb_node *node = site.node;
    size_t room = room_for(e, node);
    size_t told = most_told(&site);
    if (room > told && !bb_rng_one_in(e->rng, 64))
        room = told;
    uint64_t way = bb_rng_below(e->rng, 8);
    if (way < 2 && node->field && node->field->n_tokens)
        return take_token(e, node, room);
    if (way == 2) /* rarely: what has grown once makes all its offspring slow */
        return resize(e, node, room);
    return mutate_data(e, node, room);
}

/* --- copies --------------------------------------------------------------------------------- */

static bool is_other_of_kind(const struct bb_site *site, const void *user)
{
    const struct bb_node *node = user;
    return site->node != node && site->node->kind == node->kind && site->node->field;
}

static bool is_other_of_field(const struct bb_site *site, const void *user)
{
    const struct bb_node *node = user;
    return site->node->field == node->field && is_other_of_kind(site, node);
}

/* Mostly of the same field: topics, tokens and handles mean something by being equal. */
static bool pick_source(struct bb_edit *e, const struct bb_node *to, struct bb_site *ret_site)
{
    bool donor = e->donor && (e->donor_only || bb_rng_one_in(e->rng, 2));
    bb_site_test *test = bb_rng_one_in(e->rng, 4) ? is_other_of_kind : is_other_of_field;
    return bb_specimen_pick(donor ? &e->donor->specimen : e->specimen, e->rng, test, to, ret_site);
}

static bool is_leaf(const struct bb_site *site, const void *user)
{
    (void)user;
    return site->node->kind == BB_NODE_UINT || site->node->kind == BB_NODE_BYTES;
}

bool bb_edit_copy(struct bb_edit *e)
{
    struct bb_site to, from;
    if (!bb_edit_own(e, is_leaf, NULL, &to) || !pick_source(e, to.node, &from))
        return false;
    if (to.node->kind == BB_NODE_UINT) {
        to.node->value = bb_field_fit(to.node->field, from.node->value);
        to.node->len = 0;
        return true;
    }
    size_t room = room_for(e, to.node);
    size_t len = from.node->len < room ? from.node->len : room;
    return set_data(e, to.node, bb_bytes_of(from.node->data, len));
}
