/*
 * BlueZ's src/shared/att.c. When a link goes, the requests that wait end one by one, and the end of
 * one may cancel others, which bt_att_disc_cancel looks for where they wait. But queue_remove_all
 * has emptied the queue before: what was cancelled is told of its end, too, after its memory was
 * given back. Here they are taken off one by one, so that they are found.
 */
#include <stdbool.h>

struct queue;
typedef bool (*known_match_fn)(const void *data, const void *match_data);
typedef void (*known_destroy_fn)(void *data);
unsigned int queue_remove_all(struct queue *queue, known_match_fn function, void *user_data,
                              known_destroy_fn destroy);
static unsigned int known_remove_all(struct queue *queue, known_match_fn function, void *user_data,
                                     known_destroy_fn destroy);

#define queue_remove_all known_remove_all
#include "src/shared/att.c"
#undef queue_remove_all

#include "known_att.h"

static void count_told(void *data, void *ret_n)
{
    const struct att_send_op *op = data;
    *(unsigned int *)ret_n += op->callback != NULL;
}

static unsigned int known_remove_all(struct queue *queue, known_match_fn function, void *user_data,
                                     known_destroy_fn destroy)
{
    if (destroy != disc_att_send_op)
        return queue_remove_all(queue, function, user_data, destroy);
    unsigned int n = queue_length(queue), n_expected = 0, n_told = 0;
    queue_foreach(queue, count_told, &n_expected);
    for (unsigned int i = 0; i < n && !queue_isempty(queue); i++) {
        void *op = queue_pop_head(queue);
        count_told(op, &n_told);
        disc_att_send_op(op);
    }
    if (n_told < n_expected)
        known_cancelled_late();
    return n;
}
