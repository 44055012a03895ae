#include "sdp_client.h"

#include <brickbat/target.h>

#include "sdp_element.h"

enum { TIME_BYTES = 4 }; /* a state of BlueZ's: a time, how far it got, and two bytes of padding */

void sdp_client_forget(struct sdp_client *client)
{
    client->fd = -1;
    client->state_len = 0;
    client->is_following = false;
    client->joined_len = 0;
}

static bool is_zero(struct bb_bytes bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        if (bytes.ptr[i])
            return false;
    return true;
}

void sdp_client_fill_state(const struct sdp_client *client, uint8_t *request, size_t len)
{
    struct sdp_request asked;
    if (!sdp_request_read(bb_bytes_of(request, len), &asked))
        return;
    struct bb_bytes state = asked.state;
    if (state.len < TIME_BYTES || state.len != client->state_len ||
        !is_zero(bb_bytes_of(state.ptr, TIME_BYTES)))
        return;
    size_t n = is_zero(state) ? state.len : TIME_BYTES;
    memcpy(request + (state.ptr - request), client->state, n);
}

/* States hold the second in which they were made and nothing of the client; the server takes the
 * first that fits. So of two clients in one second, one is sent what the other one asked for. */
static bool is_ambiguous(const struct sdp_client *clients, const struct sdp_client *asking)
{
    for (unsigned i = 0; i < SDP_CLIENTS; i++) {
        const struct sdp_client *other = &clients[i];
        if (other != asking && other->state_len == asking->state_len &&
            memcmp(other->state, asking->state, TIME_BYTES) == 0)
            return true;
    }
    return false;
}

/* Whether this response goes on where the client's last one ended. */
static bool goes_on(const struct sdp_client *clients, const struct sdp_client *asking,
                    struct bb_bytes state, const struct sdp_response *response)
{
    struct bb_bytes last = bb_bytes_of(asking->state, asking->state_len);
    if (!asking->is_following || asking->pdu != response->pdu || !bb_bytes_equal(state, last))
        return false;
    if (!is_ambiguous(clients, asking))
        return true;
    BB_KNOWN(state_of_another);
    return false;
}

static void check_joined(const struct sdp_client *client)
{
    struct bb_bytes joined = bb_bytes_of(client->joined, client->joined_len);
    BB_ORACLE(sdp_joined,
              client->pdu == SDP_PDU_ATTRIBUTE + 1 ? sdp_is_attribute_list(joined)
                                                   : sdp_is_list_of_attribute_lists(joined),
              "a whole response is not a list of attributes");
}

static void join(struct sdp_client *client, struct bb_bytes piece)
{
    client->is_following = client->joined_len + piece.len <= sizeof client->joined;
    if (!client->is_following)
        return;
    if (piece.len)
        memcpy(client->joined + client->joined_len, piece.ptr, piece.len);
    client->joined_len += piece.len;
}

void sdp_client_take(const struct sdp_client *clients, struct sdp_client *asking,
                     struct bb_bytes request, const struct sdp_response *response)
{
    struct sdp_request asked = {0};
    bool is_judged = response->pdu != SDP_PDU_ERROR && response->pdu != SDP_PDU_SEARCH + 1 &&
                     sdp_request_read(request, &asked);
    bool is_first = asked.state.len == 0;
    asking->is_following =
        is_judged && (is_first || goes_on(clients, asking, asked.state, response));
    if (is_first)
        asking->joined_len = 0;
    asking->pdu = response->pdu;
    asking->state_len = response->state.len;
    if (response->state.len)
        memcpy(asking->state, response->state.ptr, response->state.len);
    if (asking->is_following)
        join(asking, response->list);
    if (asking->is_following && response->state.len == 0)
        check_joined(asking);
}
