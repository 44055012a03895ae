/*
 * A libmodbus client and the server that it talks to: one answer of the input for each request.
 *
 * The requests follow the answers: for each one the client asks what it would be the answer to, on
 * TCP under the transaction ID that it has (but for the highest bit, which makes it another's). The
 * unit or slave address says how the client behaves:
 *
 *   bits 7..4  what is asked differs: enum client_twist
 *   bits 3..0  how the client is set up: CLIENT_LINK to CLIENT_NO_BYTE_TIMEOUT
 *
 * On TCP the bits are inverted, so that 0xff, the unit of a server that is no gateway, is plain.
 * The server answers when the request arrives, and out of turn if libmodbus refuses to send it.
 * An answer whose protocol ID is 0xffff is the last on its connection: the server hangs up. After
 * the last one of the input it hangs up, too.
 */
#ifndef BB_MODBUS_CLIENT_H
#define BB_MODBUS_CLIENT_H

#include <modbus.h>

#include "client_request.h"

enum client_twist {                  /* any other number: none */
                    TWIST_DEBUG = 3, /* libmodbus prints all that it sends and gets */
                    TWIST_ONE_MORE,
                    TWIST_ONE_LESS, /* or too little room for a server's ID */
                    TWIST_TOO_MANY,
                    TWIST_FUNCTION,
                    TWIST_RAW,
                    TWIST_ADDRESS,
                    TWIST_SLAVE, /* the next one, or with CLIENT_LINK a broadcast */
                    TWIST_FLUSH, /* the answer comes before the request, and the client flushes */
                    TWIST_RTS_UP,
                    TWIST_RTS_DOWN,
                    TWIST_RTS_NONE,
};

enum {
    CLIENT_LINK = 1, /* MODBUS_ERROR_RECOVERY_ */
    CLIENT_PROTOCOL = 2,
    CLIENT_FLUSHES = 4, /* after an error */
    CLIENT_NO_BYTE_TIMEOUT = 8,
};

struct client {
    modbus_t *modbus;
    struct bb_bytes input; /* whole */
    size_t next;           /* where in it the next answer begins */
    int rts_mode;          /* on a serial line */
    /* The exchange that runs. */
    unsigned behaviour;     /* the byte above */
    struct bb_bytes answer; /* empty when there is none any more */
    bool is_answered;       /* the server has sent it */
    struct bb_bytes
        received; /* what the client gets: what it left of the answers before, and this */
    struct client_request request;
    int unit;
    uint16_t transaction; /* on TCP */
};

/* What sets TCP and the serial line apart: client_tcp.c or client_rtu.c. */
struct client_link {
    size_t header_bytes, trailer_bytes; /* around a PDU */
    size_t max_bytes;                   /* of a frame */
    int default_unit;
    modbus_t *(*make)(struct bb_bytes input);
    size_t (*answer_len)(struct bb_bytes rest); /* of the first one */
    bool (*is_last)(struct bb_bytes answer);    /* on its connection */
    void (*begin)(struct client *client); /* sets behaviour, unit, transaction from the answer */
    void (*set_rts)(struct client *client, int mode); /* NULL: there is none */
    /* What was received is a PDU of this length, framed as the request calls for. */
    bool (*is_framed)(const struct client *client, size_t pdu_len);
    /* Oracles: on an answer that is not, and was taken; on a request as it is sent; on a raw
     * answer, and after a request (both may be NULL). */
    void (*check_wrong_frame)(const struct client *client, size_t pdu_len);
    void (*check_sent)(const struct client *client, struct bb_bytes sent);
    void (*check_raw)(struct bb_bytes frame);
    void (*check_end)(const struct client *client);
};
extern const struct client_link client_link;

/* What a call came to. */
struct client_result {
    int returned;
    int error; /* errno, if -1 was returned */
};

/* Runs a whole input. */
void client_run(struct bb_bytes input);

/* client_call.c: sends the request by the call of libmodbus that is for it, and checks the memory
 * that the call writes to. */
struct client_result client_call(const struct client *client);

/* client_check.c: the PDU of an answer, as far as it is there. */
struct bb_bytes client_pdu(struct bb_bytes answer);

/* client_check.c: the bytes of a request as they are sent, and what its call came to. */
void client_check_sent(const struct client *client, struct bb_bytes sent);
void client_check_result(const struct client *client, struct client_result result);

/* client_check.c: what a read call has handed out; `values` are bits or registers. */
void client_check_bits(const struct client *client, const uint8_t *bits);
void client_check_registers(const struct client *client, const uint16_t *registers);
void client_check_id(const struct client *client, const uint8_t *id, int returned);
void client_check_raw(const struct client *client, const uint8_t *frame, int returned);

#endif
