/* Inputs for meter.c. */
#include "tests/planted/generate.h"

enum { TELEGRAMS = 3 };

/* What begins a telegram: its way chooses which. */
static void begin(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    unsigned digits = planted_between(rng, 0, 8);
    switch (way % TELEGRAMS) {
    case 0:
        planted_u8(out, 0x10);
        planted_u8(out, digits);
        planted_noise(rng, digits, digits, out);
        break;
    case 1:
        planted_u8(out, 0x20);
        planted_noise(rng, 1, 1, out);
        break;
    default: planted_u8(out, 0x30);
    }
}

static void tag(struct bb_rng *rng, unsigned way, unsigned tag, struct bb_buf *out)
{
    if (way % TELEGRAMS == 2)
        planted_u16(out, planted_between(rng, 0, 65535));
    planted_u8(out, tag);
}

static void block(struct bb_rng *rng, unsigned least, unsigned most, struct bb_buf *out)
{
    unsigned n = planted_between(rng, least, most);
    planted_u8(out, n);
    planted_noise(rng, n, n, out);
}

static void volume(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    tag(rng, way, 2, out);
    block(rng, 0, 8, out);
}

static void text(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    tag(rng, way, planted_between(rng, 3, 4), out);
    block(rng, 0, 20, out);
}

static void unit(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    tag(rng, way, 5, out);
    planted_u8(out, planted_between(rng, 0, 7));
}

static void status(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    tag(rng, way, 7, out);
    block(rng, 2, 5, out);
}

/* A telegram with some records that are right. */
static void start(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    static void (*const records[])(struct bb_rng *, unsigned, struct bb_buf *) = {volume, text,
                                                                                  unit, status};
    begin(rng, way, out);
    for (unsigned n = planted_between(rng, 0, 4); n > 0; n--)
        records[bb_rng_below(rng, 4)](rng, way, out);
}

static void end(struct bb_rng *rng, struct bb_buf *out)
{
    if (bb_rng_one_in(rng, 2))
        planted_noise(rng, 0, 40, out);
}

/* Two records in each telegram, and the number of a device. */
static void stack_write(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    if (way == 2 * TELEGRAMS) {
        planted_u8(out, 0x10);
    } else {
        start(rng, way, out);
        tag(rng, way, 1 + way / TELEGRAMS, out);
    }
    block(rng, 9, 200, out);
    end(rng, out);
}

static void heap_read(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    unsigned n = planted_between(rng, 1, 255);
    start(rng, way, out);
    tag(rng, way, 3 + way / TELEGRAMS, out);
    planted_u8(out, n);
    planted_noise(rng, 0, n - 1, out);
}

static void profile(struct bb_rng *rng, unsigned way, unsigned unit, unsigned interval,
                    unsigned samples, struct bb_buf *out)
{
    tag(rng, way, 6, out);
    planted_u8(out, unit);
    planted_u8(out, interval);
    planted_u8(out, samples);
    for (; samples > 0; samples--)
        planted_noise(rng, 2, 2, out);
}

static void global_read(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    unsigned unit = planted_between(rng, 8, 30);
    start(rng, way, out);
    if (way < TELEGRAMS) {
        tag(rng, way, 5, out);
        planted_u8(out, unit);
    } else {
        profile(rng, way, unit, planted_between(rng, 0, 60), planted_between(rng, 1, 9), out);
    }
    end(rng, out);
}

static void division(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    start(rng, way, out);
    profile(rng, way, planted_between(rng, 0, 7), 0, planted_between(rng, 0, 9), out);
    end(rng, out);
}

static void uninitialised(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    start(rng, way, out);
    tag(rng, way, 7, out);
    block(rng, 1, 1, out);
    end(rng, out);
}

static void null(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    start(rng, way, out);
    tag(rng, way, 8, out);
    end(rng, out);
}

static void heap_read_u32(struct bb_rng *rng, unsigned way, unsigned record, struct bb_buf *out)
{
    start(rng, way, out);
    tag(rng, way, record, out);
    planted_noise(rng, 0, 3, out);
}

static void heap_read_serial(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    heap_read_u32(rng, way, 9, out);
}

static void heap_read_clock(struct bb_rng *rng, unsigned way, struct bb_buf *out)
{
    heap_read_u32(rng, way, 10, out);
}

const struct planted_bug planted_meter_bugs[] = {
    {"meter-stack-write", 2 * TELEGRAMS + 1, stack_write},
    {"meter-heap-read", 2 * TELEGRAMS, heap_read},
    {"meter-global-read", 2 * TELEGRAMS, global_read},
    {"meter-division", TELEGRAMS, division},
    {"meter-uninitialised", TELEGRAMS, uninitialised},
    {"meter-null", TELEGRAMS, null},
    {"meter-heap-read-serial", TELEGRAMS, heap_read_serial},
    {"meter-heap-read-clock", TELEGRAMS, heap_read_clock},
    {0},
};
