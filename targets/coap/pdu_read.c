#include "pdu_read.h"

#include <brickbat/target.h>
#include <stdlib.h>

#include "base/bytes.h"

/* libcoap before December 2025 reads one byte past the end of a path or query that ends inside a
 * percent escape, and from there runs on. */
static bool ends_inside_escape(struct bb_bytes text)
{
    return text.len >= 2 && text.ptr[text.len - 2] == '%';
}

typedef int (*split_fn)(const uint8_t *text, size_t len, unsigned char *buf, size_t *buf_len);

/* Splits a copy of the exact size into an output of `room` bytes, and walks the options made. */
static void split_into(split_fn split, struct bb_bytes text, size_t room)
{
    uint8_t *copy = malloc(text.len);
    uint8_t *out = malloc(room);
    size_t used = room;
    if (text.len)
        memcpy(copy, text.ptr, text.len);
    int made = split(copy, text.len, out, &used);
    BB_ORACLE(coap_split, made >= 0 && used <= room, "more options than fit");
    const uint8_t *option = out;
    while (made-- > 0)
        option += coap_opt_size(option);
    BB_ORACLE(coap_split, (size_t)(option - out) == used, "the options do not add up");
    free(out);
    free(copy);
}

static void split_both(struct bb_bytes path, struct bb_bytes query)
{
    if (ends_inside_escape(path) || ends_inside_escape(query)) {
        BB_KNOWN(uri_escape_at_end);
        return;
    }
    split_into(coap_split_path, path, path.len + 2);
    split_into(coap_split_path, path, path.len / 2 + 1);
    split_into(coap_split_query, query, query.len + 2);
}

static void read_uri(const uint8_t *text, size_t len)
{
    uint8_t *copy = malloc(len);
    coap_uri_t uri;
    memcpy(copy, text, len);
    if (coap_split_proxy_uri(copy, len, &uri) >= 0)
        split_both(bb_bytes_of(uri.path.s, uri.path.length),
                   bb_bytes_of(uri.query.s, uri.query.length));
    coap_split_uri(copy, len, &uri);
    free(copy);
    coap_uri_t *made = coap_new_uri(text, (unsigned)len);
    coap_free(made ? coap_clone_uri(made) : NULL);
    coap_free(made);
}

static void read_path_and_query(const coap_pdu_t *pdu)
{
    coap_string_t *path = coap_get_uri_path(pdu);
    coap_string_t *query = coap_get_query(pdu);
    struct bb_bytes path_bytes = path ? bb_bytes_of(path->s, path->length) : bb_bytes_of(NULL, 0);
    if (path)
        split_both(path_bytes, query ? bb_bytes_of(query->s, query->length) : path_bytes);
    coap_delete_string(query);
    coap_delete_string(path);
}

static void read_blocks(const coap_pdu_t *pdu)
{
    static const coap_option_num_t numbers[] = {COAP_OPTION_BLOCK1, COAP_OPTION_BLOCK2};
    for (size_t i = 0; i < 2; i++) {
        coap_block_t block;
        if (coap_get_block(pdu, numbers[i], &block))
            BB_ORACLE(coap_block, block.szx < 7 && block.num <= 0xfffff, "a block out of range");
    }
}

/* The 4.02 answer with all critical options in it, as coap_dispatch builds it. */
static void read_as_bad_option(const coap_pdu_t *pdu)
{
    coap_opt_iterator_t iterator;
    coap_opt_filter_t critical;
    if (!COAP_PDU_IS_REQUEST(pdu))
        return;
    coap_option_filter_clear(&critical);
    coap_option_iterator_init(pdu, &iterator, COAP_OPT_ALL);
    while (coap_option_next(&iterator)) {
        if (iterator.number & 1)
            coap_option_filter_set(&critical, iterator.number);
    }
    coap_delete_pdu(coap_new_error_response(pdu, COAP_RESPONSE_CODE(402), &critical));
}

static void read_options(const coap_pdu_t *pdu)
{
    coap_opt_iterator_t iterator;
    const coap_opt_t *option;
    coap_option_iterator_init(pdu, &iterator, COAP_OPT_ALL);
    while ((option = coap_option_next(&iterator))) {
        coap_decode_var_bytes(coap_opt_value(option), coap_opt_length(option));
        coap_decode_var_bytes8(coap_opt_value(option), coap_opt_length(option));
        if (iterator.number == COAP_OPTION_PROXY_URI && COAP_PDU_IS_REQUEST(pdu))
            read_uri(coap_opt_value(option), coap_opt_length(option));
    }
}

void bb_pdu_read_all(const coap_pdu_t *pdu)
{
    coap_show_pdu(LOG_DEBUG, pdu);
    if (COAP_PDU_IS_REQUEST(pdu))
        read_path_and_query(pdu);
    read_blocks(pdu);
    read_options(pdu);
    read_as_bad_option(pdu);
    coap_delete_cache_key(
        coap_cache_derive_key_w_ignore(NULL, pdu, COAP_CACHE_NOT_SESSION_BASED, NULL, 0));
}
