/*
 * mqtt_lwip_client: lwIP's MQTT client, behind a connection that loses nothing
 * (targets/ip/lwip_pipe.h).
 *
 * Input: what the broker sends, packets of 3.1.1 back to back. It arrives in pieces (pieces.h), and
 * a second passes after each; at last the broker hangs up, or resets the connection if the input's
 * last byte is odd.
 */
#include <brickbat/target.h>

#include <lwip/apps/mqtt.h>
#include <lwip/apps/mqtt_priv.h>

#include <stdlib.h>
#include <string.h>

#include "lwip_client_sent.h"
#include "lwip_device.h"
#include "lwip_pipe.h"
#include "pieces.h"

enum {
    KEEP_ALIVE_S = 20,
    PIECE_MS = 1000,
    SILENCE_MS = 60000, /* longer than keep-alive and requests take */
    REQUESTS = 16,
    LENGTH_BYTES = 4, /* of a packet's length (MQTT 3.1.1, 2.2.3) */
};

enum state { STATE_CONNECTION = 0, STATE_REQUEST = 16, STATE_DATA = 24 };

struct app {
    mqtt_client_t *client;
    bool is_told_of_end;
    bool is_connected;
    bool was_split;       /* a packet has come in pieces */
    bool has_message;     /* one is arriving */
    size_t message_bytes; /* still to come of it */
    size_t request_count;
    bool answered[REQUESTS];
    struct lwip_client_sent sent;
};

struct request {
    struct app *app;
    size_t index;
};

static struct request requests[REQUESTS];

static void request_is_answered(void *argument, err_t error)
{
    struct request *request = argument;
    BB_ORACLE(answered_once, !request->app->answered[request->index],
              "a request is answered twice");
    request->app->answered[request->index] = true;
    bb_state(STATE_REQUEST + (error == ERR_OK ? 0 : error == ERR_TIMEOUT ? 1 : 2));
}

static struct request *next_request(struct app *app)
{
    if (app->request_count == REQUESTS)
        return NULL;
    struct request *request = &requests[app->request_count];
    *request = (struct request){app, app->request_count++};
    return request;
}

static void publish(struct app *app, const char *topic, u8_t qos)
{
    static const char payload[] = "brickbat";
    struct request *request = next_request(app);
    if (request && mqtt_publish(app->client, topic, payload, sizeof payload - 1, qos, qos == 1,
                                request_is_answered, request) != ERR_OK)
        app->request_count--;
}

static void subscribe(struct app *app, const char *filter, u8_t qos, u8_t is_new)
{
    struct request *request = next_request(app);
    if (request &&
        mqtt_sub_unsub(app->client, filter, qos, request_is_answered, request, is_new) != ERR_OK)
        app->request_count--;
}

static void see_connection(mqtt_client_t *client, void *argument, mqtt_connection_status_t status)
{
    struct app *app = argument;
    (void)client;
    bb_state(STATE_CONNECTION + (status < 256 ? status % 8u : 8u + status % 4u));
    app->is_connected = status == MQTT_CONNECT_ACCEPTED;
    BB_ORACLE(end_told_once, !app->is_told_of_end, "the application is told of the end twice");
    if (!app->is_connected) {
        app->is_told_of_end = true;
        return;
    }
    subscribe(app, "a/#", 1, 1);
    subscribe(app, "b", 0, 0);
    for (u8_t qos = 0; qos <= 2; qos++)
        publish(app, "a/b", qos);
}

static void see_message(void *argument, const char *topic, u32_t bytes)
{
    struct app *app = argument;
    BB_ORACLE(topic_ends, strlen(topic) < MQTT_VAR_HEADER_BUFFER_LEN,
              "a topic is longer than the buffer that it is in");
    app->has_message = true;
    app->message_bytes = bytes;
}

static void see_data(void *argument, const u8_t *data, u16_t len, u8_t flags)
{
    struct app *app = argument;
    uint8_t sum = 0;
    for (u16_t i = 0; i < len; i++)
        sum ^= data[i]; /* for AddressSanitizer */
    if (app->was_split)
        return;
    BB_ORACLE(data_has_message, app->has_message, "data without a message");
    BB_ORACLE(data_fits, len <= app->message_bytes, "there is more data than was announced");
    app->message_bytes -= len;
    if (!(flags & MQTT_DATA_FLAG_LAST))
        return;
    BB_ORACLE(data_is_whole, app->message_bytes == 0, "there is less data than was announced");
    app->has_message = false;
    bb_state(STATE_DATA + (sum & 1u));
}

/* Known: of a packet that comes in pieces each one is put where the first was, so what is told of
 * it is not judged from there on. */
static void note_split(struct app *app, struct bb_bytes input, size_t delivered)
{
    struct bb_bytes packet;
    while (input.len > 1 && delivered > 0 && !app->was_split) {
        size_t len = 0, n = 1;
        for (; n < input.len && n < LENGTH_BYTES && input.ptr[n] & 0x80; n++)
            len |= (size_t)(input.ptr[n] & 0x7f) << 7 * (n - 1);
        len = n < input.len ? n + 1 + (len | (size_t)input.ptr[n] << 7 * (n - 1)) : input.len;
        app->was_split = delivered < len || !bb_bytes_take(&input, len, &packet);
        delivered -= app->was_split ? 0 : len;
    }
    if (app->was_split)
        BB_KNOWN(packet_in_pieces);
}

/* Known: a length of more than four bytes is read on and on, over the end of the buffer. What is in
 * front of such a packet is delivered. */
static struct bb_bytes leave_out_known(struct bb_bytes input)
{
    struct bb_bytes rest = input, packet;
    while (rest.len > LENGTH_BYTES) {
        size_t len = 0, n = 1;
        for (; n <= LENGTH_BYTES && rest.ptr[n] & 0x80; n++)
            len |= (size_t)(rest.ptr[n] & 0x7f) << 7 * (n - 1);
        if (n > LENGTH_BYTES) {
            BB_KNOWN(length_without_end);
            return bb_bytes_of(input.ptr, (size_t)(rest.ptr - input.ptr));
        }
        len |= (size_t)rest.ptr[n] << 7 * (n - 1);
        if (!bb_bytes_take(&rest, n + 1 + len, &packet))
            break;
    }
    return input;
}

static void on_write(void *context, struct bb_bytes bytes)
{
    struct app *app = context;
    lwip_client_sent_add(&app->sent, bytes);
}

static void start(struct app *app)
{
    static const struct mqtt_connect_client_info_t info = {
        .client_id = "brickbat",
        .client_user = "user",
        .client_pass = "pass",
        .keep_alive = KEEP_ALIVE_S,
        .will_topic = "a/will",
        .will_msg = "gone",
        .will_qos = 1,
    };
    ip_addr_t broker;
    IP_ADDR4(&broker, 10, 9, 0, 2);
    lwip_device_begin();
    lwip_pipe_reset(on_write, app);
    app->client = mqtt_client_new();
    if (!app->client)
        abort();
    if (mqtt_client_connect(app->client, &broker, 1883, see_connection, app, &info) != ERR_OK)
        abort();
    mqtt_set_inpub_callback(app->client, see_message, see_data, app); /* connecting forgets it */
    lwip_pipe_answer();
}

static void pass(unsigned ms)
{
    for (unsigned passed = 0; passed < ms && lwip_pipe_is_open(); passed += 500) {
        lwip_pipe_acknowledge();
        lwip_device_pass_ms(500);
        lwip_pipe_tick();
    }
}

static void leave(struct bb_bytes input)
{
    if (input.len > 0 && input.ptr[input.len - 1] % 4 == 3)
        pass(SILENCE_MS);
    if (input.len > 0 && input.ptr[input.len - 1] & 1)
        lwip_pipe_break();
    else
        lwip_pipe_hang_up();
}

static void stop(struct app *app)
{
    lwip_pipe_acknowledge();
    BB_ORACLE(connection_ends, !lwip_pipe_is_open(), "the broker is gone, and the client is not");
    BB_ORACLE(end_is_told, app->is_told_of_end, "the application was not told of the end");
    lwip_client_sent_check(&app->sent);
    mqtt_client_free(app->client);
    lwip_pipe_close();
    lwip_device_stop();
    lwip_device_end();
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    lwip_device_prepare();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct app app; /* its address is the same in each run */
    app = (struct app){0};
    struct bb_bytes all = leave_out_known(bb_bytes_of(data, size)), rest = all, piece;
    start(&app);
    while (lwip_pipe_is_open() && piece_take(&rest, &piece)) {
        note_split(&app, all, (size_t)(piece.ptr + piece.len - all.ptr));
        lwip_pipe_deliver(piece);
        pass(PIECE_MS);
    }
    leave(bb_bytes_of(data, size));
    stop(&app);
    return 0;
}
