#include "grammar/losses.h"

#include <stdlib.h>

#include "grammar/schema.h"

void bb_losses_free(struct bb_losses *losses)
{
    if (!losses)
        return;
    free(losses->list);
    *losses = (struct bb_losses){0};
}

/* The entry of a place, a new one if it has none yet. Places are few: as many as a grammar has
 * fields at most. */
static struct bb_loss *find(struct bb_losses *losses, const struct bb_message *message,
                            uint16_t slot, bool cut)
{
    for (size_t i = 0; i < losses->n; i++) {
        struct bb_loss *loss = &losses->list[i];
        if (loss->message == message && loss->slot == slot && loss->cut == cut)
            return loss;
    }
    if (losses->n == losses->capacity) {
        size_t capacity = losses->capacity ? losses->capacity * 2 : 16;
        struct bb_loss *list = reallocarray(losses->list, capacity, sizeof *list);
        if (!list)
            return NULL;
        losses->list = list;
        losses->capacity = capacity;
    }
    losses->list[losses->n] = (struct bb_loss){.message = message, .slot = slot, .cut = cut};
    return &losses->list[losses->n++];
}

static bool add_children(struct bb_losses *losses, const struct bb_node *node,
                         const struct bb_message *message)
{
    for (const struct bb_node *child = node->child; child; child = child->next) {
        if (child->kind == BB_NODE_MESSAGE && !add_children(losses, child, child->field->message))
            return false;
        if (child->kind != BB_NODE_RAW)
            continue;
        struct bb_loss *loss = find(losses, message, child->slot, child->flags & BB_NODE_CUT);
        if (!loss)
            return false;
        loss->bytes += child->len;
        loss->times++;
    }
    return true;
}

bool bb_losses_add(struct bb_losses *losses, const struct bb_tree *tree)
{
    return !tree->root || add_children(losses, tree->root, tree->grammar->root);
}

static int worst_first(const void *left, const void *right)
{
    const struct bb_loss *a = left;
    const struct bb_loss *b = right;
    if (a->bytes != b->bytes)
        return a->bytes < b->bytes ? 1 : -1;
    if (a->times != b->times)
        return a->times < b->times ? 1 : -1;
    int order = strcmp(a->message->name, b->message->name);
    return order ? order : (a->slot > b->slot) - (a->slot < b->slot);
}

void bb_losses_sort(struct bb_losses *losses)
{
    if (losses->n)
        qsort(losses->list, losses->n, sizeof *losses->list, worst_first);
}

const char *bb_loss_message(const struct bb_loss *loss)
{
    return loss->message->name;
}

const char *bb_loss_field(const struct bb_loss *loss)
{
    return loss->slot < loss->message->n_slots ? loss->message->slots[loss->slot].fields[0].name
                                               : "";
}

void bb_loss_describe(const struct bb_loss *loss, struct bb_buf *text)
{
    const struct bb_message *message = loss->message;
    bool behind = loss->slot >= message->n_slots;
    if (behind)
        bb_buf_printf(text, "%s: too long", message->name);
    else if (loss->cut)
        bb_buf_printf(text, "%s: cannot be read on from %s", message->name, bb_loss_field(loss));
    else
        bb_buf_printf(text, "%s: bytes that %s does not take", message->name, bb_loss_field(loss));
    if (!behind && message->slots[loss->slot].n_fields > 1)
        bb_buf_printf(text, " or its %u alternatives", message->slots[loss->slot].n_fields - 1u);
}
