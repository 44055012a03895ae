#include "tgl_message.h"

#include <openssl/sha.h>

#include "tgl_known.h"

size_t tgl_message_fill(struct tgl_packet *packet, struct bb_bytes input)
{
    size_t room = input.len - TGL_INNER_BYTES;
    memset(packet, 0, TGL_HEAD_BYTES + TGL_INNER_BYTES);
    memcpy(&packet->inner, input.ptr, TGL_INNER_BYTES);
    packet->inner.msg_id = tgl_known_msg_id(packet->inner.msg_id);
    size_t body = packet->inner.length <= room ? packet->inner.length : room;
    size_t padding = (TGL_BLOCK_BYTES - body % TGL_BLOCK_BYTES) % TGL_BLOCK_BYTES;
    memcpy(packet->body, input.ptr + TGL_INNER_BYTES, body);
    memset(packet->body + body, 0, padding);
    tgl_known_counts(packet->body, body);
    return TGL_INNER_BYTES + body + padding;
}

void tgl_message_seal(struct tgl_packet *packet, size_t bytes, char *auth_key, long long key_id)
{
    uint8_t digest[SHA_DIGEST_LENGTH];
    char *inner = (char *)&packet->inner;
    size_t used = TGL_INNER_BYTES + (size_t)packet->inner.length;
    packet->auth_key_id = (uint64_t)key_id;
    SHA1((const uint8_t *)inner, used <= bytes ? used : bytes, digest);
    memcpy(packet->msg_key, digest + 4, sizeof packet->msg_key);
    tgl_init_aes_auth(auth_key + 8, (char *)packet->msg_key, 1);
    tgl_pad_aes_encrypt(inner, (int)bytes, inner, (int)bytes);
}
