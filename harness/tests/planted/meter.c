/*
 * A parser with planted bugs: telegrams of a meter.
 *
 *     telegram  10 digits record...          push; the digits are the device's number
 *               20 number record...          reply to a request
 *               30 (age:2 record)...         history
 *     record    01 digits  02 digits         energy, volume
 *               03 text  04 text             name, note
 *               05 unit                      the unit of what follows
 *               06 unit interval n value:2...  load profile
 *               07 n byte...                 status
 *               08                           alarm: the last energy was too high
 *               09 number:4  0a time:4       serial number, clock
 *     digits    n byte...                    two decimal digits in each byte
 *     text      n byte...
 */
#include <brickbat/target.h>

#include <stdlib.h>
#include <string.h>

#include "tests/planted/planted.h"

const struct bb_target bb_target = {
    .name = "planted_meter",
    .protocol = "planted",
    .grammar_name = "",
    .parser = "meter",
    .version = "1",
    .variant = "pristine",
    .engine = "replay",
    .max_len = 1024,
};

enum { MOST_DIGITS = 16 };

struct status {
    uint8_t code;
    bool is_estimate;
};

struct energy {
    uint64_t value;
    unsigned alarms;
};

struct meter {
    struct energy *energy; /* the last one; NULL before that */
    uint64_t volume;
    uint32_t factor;
    uint32_t average;
    uint32_t serial;
    uint32_t time;
    unsigned estimates;
    unsigned letters;
};

static const uint8_t factors[] = {1, 10, 100, 3, 36, 60, 24, 7};

static uint32_t factor_of(const uint8_t *table, uint8_t unit)
{
    PLANTED("meter-global-read", unit >= sizeof factors);
    return table[unit];
}

/* Bug: there is room for MOST_DIGITS only. */
static bool take_digits(struct planted_in *in, uint64_t *ret_value)
{
    struct planted_in bytes;
    uint8_t n;
    char digits[MOST_DIGITS];
    char *end = digits;
    if (!planted_take_u8(in, &n) || !planted_take_part(in, n, &bytes))
        return false;
    PLANTED("meter-stack-write", n * 2 > MOST_DIGITS);
    for (size_t i = 0; i < bytes.left; i++) {
        *end++ = (char)(bytes.at[i] >> 4);
        *end++ = (char)(bytes.at[i] & 15);
    }
    *ret_value = 0;
    for (const char *digit = digits; digit < end; digit++)
        *ret_value = *ret_value * 10 + (uint8_t)*digit;
    return true;
}

/* Bug: nobody asks whether that much is left. */
static char *take_text(struct planted_in *in)
{
    uint8_t n;
    if (!planted_take_u8(in, &n))
        return NULL;
    char *text = calloc(1, n + 1u);
    if (!text)
        return NULL;
    PLANTED("meter-heap-read", n > in->left);
    memcpy(text, in->at, n);
    in->at += n;
    in->left -= n;
    return text;
}

static bool on_energy(struct meter *meter, struct planted_in *in)
{
    if (!meter->energy)
        meter->energy = calloc(1, sizeof *meter->energy);
    return meter->energy && take_digits(in, &meter->energy->value);
}

static bool on_volume(struct meter *meter, struct planted_in *in)
{
    return take_digits(in, &meter->volume);
}

static bool on_name(struct meter *meter, struct planted_in *in)
{
    char *name = take_text(in);
    meter->letters = name ? (unsigned)strlen(name) : 0;
    free(name);
    return name != NULL;
}

static bool on_note(struct meter *meter, struct planted_in *in)
{
    char *note = take_text(in);
    for (const char *c = note; c && *c; c++)
        meter->letters += *c != ' ';
    free(note);
    return note != NULL;
}

static bool on_unit(struct meter *meter, struct planted_in *in)
{
    uint8_t unit;
    if (!planted_take_u8(in, &unit))
        return false;
    meter->factor = factor_of(factors, unit);
    return true;
}

static uint32_t per_hour(uint32_t sum, uint8_t interval)
{
    PLANTED("meter-division", interval == 0);
    return sum * 60 / interval;
}

static bool on_profile(struct meter *meter, struct planted_in *in)
{
    uint8_t unit;
    uint8_t interval;
    uint8_t n;
    uint16_t value;
    uint32_t sum = 0;
    if (!planted_take_u8(in, &unit) || !planted_take_u8(in, &interval) || !planted_take_u8(in, &n))
        return false;
    for (; n > 0 && planted_take_u16(in, &value); n--)
        sum += value * factor_of(factors, unit);
    meter->average = per_hour(sum, interval);
    return n == 0;
}

/* Bug: a short status says nothing about estimates. */
static struct status *take_status(struct planted_in *in)
{
    uint8_t n;
    struct planted_in bytes;
    if (!planted_take_u8(in, &n) || !planted_take_part(in, n, &bytes) || n == 0)
        return NULL;
    struct status *status = malloc(sizeof *status);
    if (!status)
        return NULL;
    status->code = bytes.at[0];
    if (n > 1)
        status->is_estimate = bytes.at[1] & 1;
    PLANTED("meter-uninitialised", n == 1);
    return status;
}

static bool on_status(struct meter *meter, struct planted_in *in)
{
    struct status *status = take_status(in);
    if (!status)
        return false;
    meter->estimates += status->is_estimate;
    free(status);
    return true;
}

/* Bug: there may have been no energy yet. */
static bool on_alarm(struct meter *meter)
{
    PLANTED("meter-null", !meter->energy);
    meter->energy->alarms++;
    return true;
}

/* The callers know that four bytes are there. */
static uint32_t u32_at(const uint8_t *at)
{
    uint32_t value = 0;
    for (size_t i = 0; i < 4; i++)
        value = value << 8 | at[i];
    return value;
}

static void skip_u32(struct planted_in *in)
{
    in->at += 4;
    in->left -= 4;
}

/* Bug: this one does not. */
static bool on_serial(struct meter *meter, struct planted_in *in)
{
    PLANTED("meter-heap-read-serial", in->left < 4);
    meter->serial = u32_at(in->at);
    skip_u32(in);
    return meter->serial != 0;
}

/* Bug: nor does this. */
static bool on_clock(struct meter *meter, struct planted_in *in)
{
    PLANTED("meter-heap-read-clock", in->left < 4);
    meter->time = u32_at(in->at) - meter->time;
    skip_u32(in);
    return true;
}

static bool take_record(struct meter *meter, struct planted_in *in)
{
    uint8_t tag;
    if (!planted_take_u8(in, &tag))
        return false;
    switch (tag) {
    case 1: return on_energy(meter, in);
    case 2: return on_volume(meter, in);
    case 3: return on_name(meter, in);
    case 4: return on_note(meter, in);
    case 5: return on_unit(meter, in);
    case 6: return on_profile(meter, in);
    case 7: return on_status(meter, in);
    case 8: return on_alarm(meter);
    case 9: return on_serial(meter, in);
    case 10: return on_clock(meter, in);
    default: return false;
    }
}

static void on_push(struct meter *meter, struct planted_in *in)
{
    uint64_t device;
    if (take_digits(in, &device))
        while (take_record(meter, in))
            continue;
}

static void on_reply(struct meter *meter, struct planted_in *in)
{
    uint8_t number;
    if (planted_take_u8(in, &number))
        while (take_record(meter, in))
            continue;
}

static void on_history(struct meter *meter, struct planted_in *in)
{
    uint16_t age;
    while (planted_take_u16(in, &age) && take_record(meter, in))
        continue;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct planted_in in = {.at = data, .left = size};
    struct meter meter = {.factor = 1};
    uint8_t kind;
    if (!planted_take_u8(&in, &kind))
        return 0;
    switch (kind) {
    case 0x10: on_push(&meter, &in); break;
    case 0x20: on_reply(&meter, &in); break;
    case 0x30: on_history(&meter, &in); break;
    default: break;
    }
    free(meter.energy);
    return 0;
}
