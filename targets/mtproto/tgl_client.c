#include "tgl_client.h"

#include <brickbat/target.h>

#include <mtproto-client.h>
#include <string.h>
#include <tgl-binlog.h>
#include <tgl-methods-in.h>
#include <tgl-queries.h>
#include <tools.h>

#include "tgl_known.h"
#include "tgl_net.h"

enum { KEY_BYTES = 256, RSA_EXPONENT = 65537, OUR_ID = 1000001, CHAT_ID = 77, CHANNEL_ID = 78 };

static void log_nothing(const char *format, ...)
{
    (void)format;
}

/* An application reads all of a message. */
static void on_message(struct tgl_state *client, struct tgl_message *message)
{
    (void)client;
    size_t len = 0;
    if (!(message->flags & (TGLMF_SERVICE | TGLMF_EMPTY)) && message->message)
        len = strlen(message->message);
    bb_state(64 + (len > 0) + 2 * (unsigned)(message->media.type & 15));
}

static void on_user(struct tgl_state *client, struct tgl_user *user, unsigned flags)
{
    (void)client, (void)user;
    bb_state(128 + (flags & 63));
}

static void on_chat(struct tgl_state *client, struct tgl_chat *chat, unsigned flags)
{
    (void)client, (void)chat;
    bb_state(192 + (flags & 63));
}

/* Nobody sits at the keyboard. */
static void on_question(struct tgl_state *client, enum tgl_value_type type, const char *prompt,
                        int count,
                        void (*callback)(struct tgl_state *, const char *string[], void *),
                        void *argument)
{
    (void)client, (void)prompt, (void)count, (void)callback, (void)argument;
    bb_state(32 + (unsigned)type);
}

static void ask(struct tgl_state *client)
{
    tgl_peer_id_t user = TGL_MK_USER(OUR_ID), chat = TGL_MK_CHAT(CHAT_ID);
    tgl_peer_id_t channel = TGL_MK_CHANNEL(CHANNEL_ID);
    tgl_do_help_get_config(client, NULL, NULL);
    tgl_do_update_contact_list(client, NULL, NULL);
    tgl_do_get_dialog_list(client, 10, 0, NULL, NULL);
    tgl_do_get_history(client, chat, 0, 10, 0, NULL, NULL);
    tgl_do_get_user_info(client, user, 0, NULL, NULL);
    tgl_do_get_chat_info(client, chat, 0, NULL, NULL);
    tgl_do_get_channel_info(client, channel, 0, NULL, NULL);
    tgl_do_contact_search(client, "name", 4, NULL, NULL);
    tgl_do_msg_search(client, chat, 0, 0, 10, 0, "word", 4, NULL, NULL);
    tgl_do_get_terms_of_service(client, NULL, NULL);
    tgl_do_lookup_state(client);
}

/* The state that the key exchange and the login leave behind, told as tgl's own log tells it. */
static void log_in(struct tgl_state *client)
{
    unsigned char key[KEY_BYTES];
    for (size_t i = 0; i < sizeof key; i++)
        key[i] = (unsigned char)(i * 7 + 1);
    struct tgl_dc *dc = tgl_client_set_dc(client);
    bl_do_set_auth_key(client, TGL_CLIENT_DC, key);
    bl_do_dc_signed(client, TGL_CLIENT_DC);
    bl_do_set_our_id(client, TGL_MK_USER(OUR_ID));
    dc->state = st_authorized;
    dc->temp_auth_key_id = dc->auth_key_id;
    memcpy(dc->temp_auth_key, dc->auth_key, KEY_BYTES);
    dc->flags |= 2 | 4; /* bound, and configured */
    tgl_dc_authorize(client, dc);
    dc->sessions[0]->session_id = TGL_CLIENT_SESSION_ID;
    client->started = 1;
}

struct tgl_state *tgl_client_make(const unsigned char modulus[TGL_CLIENT_MODULUS_BYTES])
{
    static struct tgl_update_callback callbacks = {
        .new_msg = on_message,
        .logprintf = log_nothing,
        .get_values = on_question,
        .user_update = on_user,
        .chat_update = on_chat,
    };
    static struct tgl_allocator allocator = {
        .alloc = tgl_known_alloc,
        .realloc = tgl_realloc_release,
        .free = tgl_known_free,
        .check = tgl_check_release,
        .exists = tgl_exists_release,
    };
    tgl_allocator = &allocator;
    struct tgl_state *client = tgl_state_alloc();
    tgl_set_callback(client, &callbacks);
    tgl_set_net_methods(client, &tgl_net_calls);
    tgl_set_timer_methods(client, &tgl_timer_calls);
    tgl_set_rsa_key_direct(client, RSA_EXPONENT, TGL_CLIENT_MODULUS_BYTES, modulus);
    tgl_set_app_version(client, "1");
    tgl_set_verbosity(client, -1); /* what it says of errors is read from beside its buffers */
    if (tgl_init(client) < 0)
        abort();
    return client;
}

struct tgl_dc *tgl_client_set_dc(struct tgl_state *client)
{
    struct tgl_dc *dc = tglmp_alloc_dc(client, 0, TGL_CLIENT_DC, tgl_strdup("192.0.2.1"), 443);
    bl_do_set_working_dc(client, TGL_CLIENT_DC);
    return dc;
}

struct tgl_state *tgl_client_new(void)
{
    unsigned char modulus[TGL_CLIENT_MODULUS_BYTES];
    memset(modulus, 0xff, sizeof modulus);
    struct tgl_state *client = tgl_client_make(modulus);
    log_in(client);
    ask(client);
    return client;
}

void tgl_client_free(struct tgl_state *client)
{
    tgl_known_unsent(client);
    tgl_free_all(client);
}
