/*
 * Labels: by which a length names a field of a message around it.
 */
#include "grammar/compiler/draft.h"

unsigned draft_label(struct draft *d, const struct draft_message *m, const char *field,
                     const char *name)
{
    unsigned i = 0;
    while (i < d->n_labels && strcmp(d->labels[i], name) != 0)
        i++;
    if (i == BB_MAX_LABELS) {
        draft_error(d, m, field, "more than %d labels in a file", BB_MAX_LABELS);
        return 0;
    }
    d->labels[i] = name;
    d->n_labels += i == d->n_labels;
    return 1u << i;
}

static unsigned labels_in_use(const struct draft *d, bool of_lengths)
{
    unsigned bits = 0;
    for (size_t i = 0; i < d->n_messages; i++) {
        const struct draft_message *m = d->messages[i];
        for (unsigned k = 0; k < m->message->n_slots; k++)
            bits |= of_lengths ? draft_field(m, k)->label : m->slots[k].slot->label;
    }
    return bits;
}

void draft_check_labels(struct draft *d)
{
    unsigned lengths = labels_in_use(d, true);
    unsigned fields = labels_in_use(d, false);
    for (unsigned i = 0; i < d->n_labels; i++) {
        if (!(fields >> i & 1))
            draft_error(d, NULL, d->labels[i], "label '%s': no field has it", d->labels[i]);
        if (!(lengths >> i & 1))
            draft_error(d, NULL, d->labels[i], "label '%s': no length has it", d->labels[i]);
    }
}
