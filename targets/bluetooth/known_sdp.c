/*
 * BlueZ's lib/sdp.c with three bugs mended that nearly every run would meet (README.md):
 *
 * - sequence_endless: there is no memory for more elements than an input can hold.
 * - alternative_leak: the elements of an alternative are freed with it.
 * - header_not_reckoned: when a record is written, there is room for the header of its sequence.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/bluetooth.h"
#include "lib/sdp.h"
#include "lib/sdp_lib.h"

#include "sdp_known.h"

enum { SEQUENCE_HEADER_BYTES = 3 };

static void sdp_attr_size(void *value, void *buf);

/* What the size is of tells elements from records, which are as large. */
static void *malloc_known(size_t size, const char *words)
{
    if (strcmp(words, "sizeof(sdp_data_t)") != 0 || known_may_make_element())
        return bt_malloc0(size);
    return NULL;
}

/* Called in the place of free() for each element, at last. */
static void free_element(sdp_data_t *element)
{
    sdp_data_t *next = SDP_IS_ALT(element->dtd) ? element->val.dataseq : NULL;
    if (next)
        known_alternative_leak();
    while (next) {
        sdp_data_t *inner = next;
        next = inner->next;
        sdp_data_free(inner);
    }
    free(element);
}

static void foreach_and_header(sdp_list_t *list, sdp_list_func_t function, void *user)
{
    sdp_list_foreach(list, function, user);
    if (function == sdp_attr_size) {
        known_header_not_reckoned();
        ((sdp_buf_t *)user)->buf_size += SEQUENCE_HEADER_BYTES;
    }
}

#define bt_malloc0(size)                       malloc_known(size, #size)
#define free(block)                            _Generic((block), sdp_data_t * : free_element, default : free)(block)
#define sdp_list_foreach(list, function, user) foreach_and_header(list, function, user)
#include "lib/sdp.c"
