/*
 * BlueZ's lib/sdp.c with six bugs mended that many runs would meet (README.md):
 *
 * - sequence_endless: a sequence cut off in its header is no element.
 * - reread_elements: there is no memory for more elements than an input can hold.
 * - pattern_walk: a record's pattern does not grow without end.
 * - length_negative: a length that is too large for an int is one that is longer than any input.
 * - alternative_leak: the elements of an alternative are freed with it.
 * - header_not_reckoned: when a record is written, there is room for the header of its sequence.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/bluetooth.h"
#include "lib/sdp.h"
#include "lib/sdp_lib.h"

#include "sdp_known.h"

enum { SEQUENCE_HEADER_BYTES = 3, LENGTH_MAX = 1 << 30, PATTERN_MAX = 256 };

static void sdp_attr_size(void *value, void *buf);

/* extract_seq() has its own of these names: the bytes that it reads, of which there is one. */
static const void *const p = NULL;
static const int bufsize = 0;

/* The lower bits of 5, 6 and 7 say that the length has 1, 2 and 4 bytes. */
static bool is_cut_off(const uint8_t *sequence, int size)
{
    return size < 1 + (1 << ((*sequence & 7) - 5));
}

/* What reads an element gives up without memory, and extract_seq() should so here. */
static void *malloc_known(size_t size, const char *caller, const void *sequence, int sequence_size)
{
    if (strcmp(caller, "extract_seq") == 0 && is_cut_off(sequence, sequence_size)) {
        known_sequence_endless();
        return NULL;
    }
    bool is_reading = strncmp(caller, "extract_", strlen("extract_")) == 0;
    return is_reading && !known_may_read_element() ? NULL : bt_malloc0(size);
}

/* A pattern that is full has everything. */
static sdp_list_t *find_known(sdp_list_t *list, void *wanted, sdp_comp_func_t compare)
{
    unsigned walked = 0;
    for (; list && compare(list->data, wanted) != 0; list = list->next)
        if (compare == sdp_uuid128_cmp && ++walked == PATTERN_MAX)
            break;
    if (walked == PATTERN_MAX)
        known_pattern_walk();
    return list;
}

static uint32_t get_be32_known(const void *at, const char *caller)
{
    uint32_t value = bt_get_be32(at);
    if (strcmp(caller, "sdp_extract_seqtype") != 0 || value <= LENGTH_MAX ||
        !known_length_negative())
        return value;
    return LENGTH_MAX;
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

#define bt_malloc0(size)                       malloc_known(size, __func__, p, bufsize)
#define bt_get_be32(at)                        get_be32_known(at, __func__)
#define free(block)                            _Generic((block), sdp_data_t * : free_element, default : free)(block)
#define sdp_list_find(list, wanted, compare)   find_known(list, wanted, compare)
#define sdp_list_foreach(list, function, user) foreach_and_header(list, function, user)
#include "lib/sdp.c"
