/*
 * An encrypted MTProto 1 message on the wire, little-endian as all of it: what tgl calls struct
 * encrypted_message, with room for the tests' messages only. And the two ciphers of tgl's that seal
 * it, which mtproto-common.h has among much else.
 */
#ifndef TGL_MESSAGE_H
#define TGL_MESSAGE_H

#include "base/bytes.h"

enum {
    TGL_HEAD_BYTES = 24,  /* not encrypted */
    TGL_INNER_BYTES = 32, /* encrypted, before the message's own */
    TGL_BODY_MAX_BYTES = 64 << 10,
    TGL_BLOCK_BYTES = 16,
};

struct tgl_inner {
    uint64_t salt;
    uint64_t session_id;
    uint64_t msg_id;
    uint32_t seq_no;
    uint32_t length;
};

struct tgl_packet {
    uint64_t auth_key_id;
    uint8_t msg_key[16];
    struct tgl_inner inner;
    uint8_t body[TGL_BODY_MAX_BYTES];
};

/* A message, decrypted, of TGL_INNER_BYTES at least: as long as it says, and blocks full; one that
 * lies about it goes as it is. MTProto 1 has no other padding. The length of what is sealed. */
size_t tgl_message_fill(struct tgl_packet *packet, struct bb_bytes message);

/* As a server does: the key's part for its direction begins 8 bytes later. */
void tgl_message_seal(struct tgl_packet *packet, size_t bytes, char *auth_key, long long key_id);

/* The key for the next message: of 192 bytes of the authorisation key and the message's key. */
void tgl_init_aes_auth(char auth_key[192], char msg_key[16], int encrypt);

/* Whole blocks, in place or not; the length, or -1. */
int tgl_pad_aes_encrypt(char *from, int from_len, char *to, int size);
int tgl_pad_aes_decrypt(char *from, int from_len, char *to, int size);

#endif
