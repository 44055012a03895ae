/*
 * Fuzz target: captures to seeds. The first byte chooses what the others are:
 *
 *   0  a capture file, as libpcap reads it
 *   1  frames, each behind a link type and a length, past libpcap
 *   2  segments of one TCP connection, of which each byte is its own sequence number: whatever
 * their order, overlaps, flags and gaps, the bytes of a seed count up one by one
 *
 * Whatever comes: seeds are neither empty nor larger than asked for, and the same capture gives the
 * same seeds. With clang this is a libFuzzer target, otherwise fuzz_main.c drives it.
 */
#include <pcap/dlt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "capture/cutter.h"

enum { N_MODES = 3, MAX_SEED_BYTES = 3000, SEGMENT_BYTES = 6, HEADERS = 40 };

#define CHECK(condition)                                                     \
    do {                                                                     \
        if (!(condition)) {                                                  \
            fprintf(stderr, "fuzz_capture: %s does not hold\n", #condition); \
            abort();                                                         \
        }                                                                    \
    } while (0)

struct run {
    uint64_t hash;
    bool counts_up;
};

static enum bb_status take(void *user, const struct bb_seed *seed, struct bb_err *err)
{
    struct run *run = user;
    (void)err;
    CHECK(seed->bytes.len > 0 && seed->bytes.len <= MAX_SEED_BYTES);
    CHECK(seed->part > 0);
    for (size_t i = 1; run->counts_up && i < seed->bytes.len; i++)
        CHECK(seed->bytes.ptr[i] == (uint8_t)(seed->bytes.ptr[i - 1] + 1));
    run->hash = bb_hash_bytes(run->hash, seed->bytes);
    return BB_OK;
}

static bool take_number(struct bb_bytes *cursor, size_t n, uint32_t *ret_number)
{
    struct bb_bytes bytes;
    if (!bb_bytes_take(cursor, n, &bytes))
        return false;
    *ret_number = 0;
    for (size_t i = 0; i < n; i++)
        *ret_number = *ret_number << 8 | bytes.ptr[i];
    return true;
}

static enum bb_status cut_file(struct bb_cutter *cutter, struct bb_bytes bytes)
{
    struct bb_capture *capture = NULL;
    enum bb_status status = bb_capture_open_bytes(bytes, "input", NULL, &capture, NULL);
    if (status == BB_OK)
        status = bb_cut_capture(capture, cutter, NULL);
    bb_capture_close(capture);
    return status;
}

/* Copied to the heap: so the sanitizers see a read behind the frame's end. */
static enum bb_status add_frame(struct bb_cutter *cutter, int link, struct bb_bytes frame,
                                size_t cut)
{
    uint8_t *copy = malloc(frame.len ? frame.len : 1);
    CHECK(copy);
    if (frame.len)
        memcpy(copy, frame.ptr, frame.len);
    const struct bb_captured captured = {
        .number = 1,
        .link = link,
        .bytes = bb_bytes_of(copy, frame.len),
        .wire_len = frame.len + cut,
    };
    enum bb_status status = bb_cutter_add(cutter, &captured, NULL);
    free(copy);
    return status;
}

static enum bb_status cut_frames(struct bb_cutter *cutter, struct bb_bytes bytes)
{
    static const int links[] = {
        DLT_EN10MB,
        DLT_LINUX_SLL,
        DLT_LINUX_SLL2,
        DLT_RAW,
        DLT_NULL,
        DLT_BLUETOOTH_HCI_H4,
        DLT_IEEE802_11,
        DLT_IPV6,
        DLT_BLUETOOTH_HCI_H4_WITH_PHDR,
        DLT_IEEE802_15_4,
        DLT_IEEE802_15_4_TAP,
        DLT_BLUETOOTH_LINUX_MONITOR,
    };
    uint32_t link, len;
    while (take_number(&bytes, 1, &link) && take_number(&bytes, 2, &len)) {
        struct bb_bytes frame;
        size_t n = len % 1024;
        bb_bytes_take(&bytes, n < bytes.len ? n : bytes.len, &frame);
        enum bb_status status =
            add_frame(cutter, links[link % (sizeof links / sizeof *links)], frame, len >> 14);
        CHECK(status == BB_OK || status == BB_UNSUPPORTED);
    }
    return bb_cutter_end(cutter, NULL);
}

static void store(uint8_t *ptr, uint32_t value, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        ptr[i] = (uint8_t)(value >> 8 * (n - 1 - i));
}

/* side and flags, place (signed, near the wrap of sequence numbers), length, missing */
static enum bb_status add_segment(struct bb_cutter *cutter, const uint8_t *words)
{
    uint8_t frame[HEADERS + UINT8_MAX] = {0};
    bool server = words[0] & 1;
    uint32_t place = (uint32_t)(words[1] << 8 | words[2]);
    uint32_t sequence =
        (place & 0x8000 ? 0x7fff0000u : 0xffffc000u) + place * (words[5] & 1 ? 1 : 3);
    unsigned missing = words[4] < 16 ? words[4] : 0;
    unsigned len = words[3];
    store(frame, 0x4500, 2);
    store(frame + 2, HEADERS + len + missing, 2);
    frame[9] = BB_PROTOCOL_TCP;
    frame[15] = server ? 2 : 1;
    frame[19] = server ? 1 : 2;
    store(frame + 20, server ? 1883 : 40000, 2);
    store(frame + 22, server ? 40000 : 1883, 2);
    store(frame + 24, sequence, 4);
    frame[32] = 5 << 4;
    frame[33] = (words[0] >> 1) & (words[5] & 2 ? 0xff : BB_TCP_ACK);
    for (unsigned i = 0; i < len; i++)
        frame[HEADERS + i] = (uint8_t)(sequence + i + (frame[33] & BB_TCP_SYN ? 1 : 0));
    return add_frame(cutter, DLT_RAW, bb_bytes_of(frame, HEADERS + len), missing);
}

static enum bb_status cut_segments(struct bb_cutter *cutter, struct bb_bytes bytes)
{
    struct bb_bytes words;
    while (bb_bytes_take(&bytes, SEGMENT_BYTES, &words))
        CHECK(add_segment(cutter, words.ptr) == BB_OK);
    return bb_cutter_end(cutter, NULL);
}

static uint64_t cut_once(const struct bb_cut_options *options, unsigned mode, struct bb_bytes bytes)
{
    static enum bb_status (*const modes[N_MODES])(struct bb_cutter *,
                                                  struct bb_bytes) = {cut_file, cut_frames,
                                                                      cut_segments};
    struct run run = {.hash = BB_HASH_START, .counts_up = mode == 2};
    struct bb_cutter *cutter = bb_cutter_new(options, take, &run);
    CHECK(cutter);
    enum bb_status status = modes[mode](cutter, bytes);
    CHECK(status == BB_OK || (mode == 0 && (status == BB_MALFORMED || status == BB_UNSUPPORTED)));
    CHECK(bb_cutter_report(cutter)->left[BB_LEFT_ROOM] == 0 || mode == 2);
    bb_cutter_free(cutter);
    return run.hash;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const struct bb_cut_options options = {
        .side = (enum bb_side)(data[1] % 3),
        .per = data[1] & 64 ? BB_PER_STREAM : BB_PER_DEFAULT,
        .layer = data[1] & 128 && data[0] % N_MODES != 2 ? BB_LAYER_NETWORK : BB_LAYER_PAYLOAD,
        .envelope = data[1] & 32 ? BB_ENVELOPE_BIG : BB_ENVELOPE_NONE,
        .max_bytes = MAX_SEED_BYTES,
    };
    unsigned mode = data[0] % N_MODES;
    uint64_t first = cut_once(&options, mode, bb_bytes_of(data + 2, size - 2));
    CHECK(cut_once(&options, mode, bb_bytes_of(data + 2, size - 2)) == first);
    return 0;
}
