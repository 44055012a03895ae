#include "tgl_sent.h"

#include <brickbat/target.h>

#include <openssl/sha.h>
#include <string.h>

#include "tgl_message.h"

enum { MSG_CONTAINER = 0x73f1f8dc };

/* Of the session that sent last. */
static struct {
    uint64_t session_id;
    uint64_t msg_id;
    uint32_t seq_no;
} last;

void tgl_sent_reset(void)
{
    memset(&last, 0, sizeof last);
}

/* Within a session both grow with each message; a client's msg_id is a multiple of 4. */
static void check_order(const struct tgl_inner *inner)
{
    BB_ORACLE(sent_msg_id, (inner->msg_id & 3) == 0, "a client's msg_id is no multiple of 4");
    if (inner->session_id == last.session_id) {
        BB_ORACLE(sent_msg_id_grows, inner->msg_id > last.msg_id, "a msg_id does not grow");
        BB_ORACLE(sent_seq_no_grows, inner->seq_no > last.seq_no || last.seq_no == 0,
                  "a seq_no does not grow");
    }
    last.session_id = inner->session_id;
    last.msg_id = inner->msg_id;
    last.seq_no = inner->seq_no;
}

/* Each message of a container has its length, and together they fill it. */
static void check_container(const uint8_t *body, size_t len)
{
    enum { HEAD_BYTES = 8, MESSAGE_HEAD_BYTES = 16 };
    uint32_t words[4] = {0};
    memcpy(words, body, len < HEAD_BYTES ? len : HEAD_BYTES);
    if (words[0] != MSG_CONTAINER)
        return;
    size_t at = HEAD_BYTES;
    for (uint32_t left = words[1]; left > 0 && at + MESSAGE_HEAD_BYTES <= len; left--) {
        memcpy(words, body + at, MESSAGE_HEAD_BYTES);
        at += MESSAGE_HEAD_BYTES + words[3];
    }
    BB_ORACLE(sent_container, at == len, "a container's messages do not fill it");
}

uint64_t tgl_sent_msg_id(void)
{
    return last.msg_id;
}

void tgl_sent_check(struct tgl_dc *dc, struct bb_bytes packet)
{
    static struct tgl_packet opened;
    static uint8_t digest[SHA_DIGEST_LENGTH];
    BB_ORACLE(sent_size, packet.len >= TGL_HEAD_BYTES + TGL_INNER_BYTES && packet.len % 16 == 8,
              "a packet is too short, or not of whole blocks");
    if (packet.len > sizeof opened)
        return;
    memcpy(&opened, packet.ptr, packet.len);
    BB_ORACLE(sent_key_id, opened.auth_key_id == (uint64_t)dc->temp_auth_key_id,
              "a packet is for another key");
    int len = (int)(packet.len - TGL_HEAD_BYTES);
    char *bytes = (char *)&opened.inner;
    tgl_init_aes_auth(dc->temp_auth_key, (char *)opened.msg_key, 0);
    tgl_pad_aes_decrypt(bytes, len, bytes, len);
    size_t used = TGL_INNER_BYTES + (size_t)opened.inner.length;
    BB_ORACLE(sent_inner_length, used <= (size_t)len && opened.inner.length % 4 == 0,
              "a message is longer than its packet");
    SHA1((const uint8_t *)bytes, used, digest);
    BB_ORACLE(sent_msg_key, memcmp(digest + 4, opened.msg_key, sizeof opened.msg_key) == 0,
              "a packet's msg_key is not that of the message");
    check_order(&opened.inner);
    check_container(opened.body, opened.inner.length);
}
