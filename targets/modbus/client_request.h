/*
 * A request of the client targets: what is asked, as the application means it, and the bytes that
 * it must become. Sections are those of the application protocol V1.1b3.
 */
#ifndef BB_MODBUS_CLIENT_REQUEST_H
#define BB_MODBUS_CLIENT_REQUEST_H

#include <stdbool.h>

#include "base/bytes.h"

/* Function codes for which libmodbus has a call. */
enum {
    READ_COILS = 0x01,
    READ_INPUTS = 0x02,
    READ_REGISTERS = 0x03,
    READ_INPUT_REGISTERS = 0x04,
    WRITE_COIL = 0x05,
    WRITE_REGISTER = 0x06,
    WRITE_COILS = 0x0f,
    WRITE_REGISTERS = 0x10,
    REPORT_ID = 0x11,
    MASK_REGISTER = 0x16,
    WRITE_AND_READ = 0x17,
};

enum { PDU_MAX_BYTES = 253 };

struct client_request {
    uint8_t function;
    int address;
    int count;     /* coils or registers; 1 for 0x05, 0x06, 0x16; room for so many bytes in 0x11 */
    bool is_raw;   /* through modbus_send_raw_request */
    uint8_t mask0; /* 0x05, 0x06: the value; 0x16: the AND mask; high byte first */
    uint8_t mask1;
    uint8_t mask2; /* 0x16: the OR mask */
    uint8_t mask3;
};

/* The n-th value that is written by 0x0f, 0x10 and 0x17, which writes `client_written_count` of
 * them. */
static inline uint16_t client_written(int n)
{
    return (uint16_t)(0x5a00 + 37 * n);
}
static inline bool client_written_bit(int n)
{
    return n % 3 == 1;
}
int client_written_count(const struct client_request *request);

/* The request to which this response would be the answer; a response that no call of libmodbus
 * asks for gives a raw one. */
struct client_request client_request_for(struct bb_bytes response_pdu);

/* The request as the specification writes it; PDU_MAX_BYTES fit. Returns its length. */
size_t client_encode(const struct client_request *request, uint8_t *pdu);

/* True if the call refuses to send that many. */
bool client_is_too_many(const struct client_request *request);

/* How long the answer to it is (6.1 to 6.17), given the first two bytes of the answer; 0 if fewer
 * are there. */
size_t client_answer_len(const struct client_request *request, struct bb_bytes pdu);

/* The answer is of the right function, is all there, and counts what was asked for. */
bool client_is_answer(const struct client_request *request, struct bb_bytes pdu);

/* A write's answer repeats where, and what or how many; true for reads. */
bool client_is_echoed(const struct client_request *request, struct bb_bytes pdu);

#endif
