#include "capture/stream.h"

#include <stdlib.h>

/* How often a stream's bytes may come again before it is given up. */
enum { MAX_REPETITIONS = 4, SPARE_BYTES = 1 << 16 };

void bb_stream_free(struct bb_stream *stream)
{
    bb_buf_free(&stream->bytes);
    free(stream->parts);
    stream->parts = NULL;
    stream->n_parts = 0;
    stream->capacity = 0;
}

size_t bb_stream_memory(const struct bb_stream *stream)
{
    return stream->bytes.capacity + stream->capacity * sizeof *stream->parts;
}

static bool append(struct bb_stream *stream, int64_t at, struct bb_bytes bytes)
{
    if (stream->n_parts == stream->capacity) {
        size_t capacity = stream->capacity ? stream->capacity * 2 : 8;
        struct bb_stream_part *parts = reallocarray(stream->parts, capacity, sizeof *parts);
        if (!parts)
            return false;
        stream->parts = parts;
        stream->capacity = capacity;
    }
    size_t stored = stream->bytes.len;
    if (stored + bytes.len > UINT32_MAX || !bb_buf_append(&stream->bytes, bytes))
        return false;
    stream->parts[stream->n_parts++] =
        (struct bb_stream_part){.at = at, .len = (uint32_t)bytes.len, .stored = (uint32_t)stored};
    return true;
}

/* Sequence numbers wrap: each is taken as the one that is nearest to that before. */
static int64_t place_of(struct bb_stream *stream, uint32_t sequence)
{
    if (stream->seen)
        stream->at += (int32_t)(sequence - stream->sequence);
    stream->sequence = sequence;
    stream->seen = true;
    return stream->at;
}

/* Clips bytes to what may be wanted in the end; the beginning is not known without a SYN. */
static struct bb_bytes clip(const struct bb_stream *stream, int64_t *at, struct bb_bytes bytes,
                            size_t max_bytes)
{
    int64_t first = stream->has_syn ? stream->origin : -(int64_t)max_bytes;
    int64_t end = (stream->has_syn ? stream->origin : 0) + (int64_t)max_bytes;
    if (*at >= end || *at + (int64_t)bytes.len <= first)
        return bb_bytes_of(bytes.ptr, 0);
    if (*at < first) {
        struct bb_bytes left_out;
        if (!bb_bytes_take(&bytes, (size_t)(first - *at), &left_out))
            return bb_bytes_of(bytes.ptr, 0);
        *at = first;
    }
    if (*at + (int64_t)bytes.len > end)
        bytes.len = (size_t)(end - *at);
    return bytes;
}

bool bb_stream_add(struct bb_stream *stream, const struct bb_segment *segment, size_t max_bytes)
{
    int64_t at = place_of(stream, segment->sequence);
    int64_t end = at + (int64_t)segment->payload.len + (int64_t)segment->missing;
    stream->bytes.max_bytes = max_bytes * MAX_REPETITIONS + SPARE_BYTES;
    if (segment->flags & BB_TCP_SYN && !stream->has_syn) {
        stream->has_syn = true;
        stream->origin = at;
        stream->end = end > stream->end ? end : stream->end;
    }
    if (segment->flags & BB_TCP_FIN) {
        stream->has_fin = true;
        stream->fin = end;
    }
    /* A probe that asks whether the peer is still there repeats the byte before the next. */
    bool probe = segment->payload.len <= 1 && at + 1 == stream->end && stream->n_parts;
    if (segment->payload.len + segment->missing == 0 || probe)
        return true;
    if (end > stream->end)
        stream->end = end;
    struct bb_bytes bytes = clip(stream, &at, segment->payload, max_bytes);
    return bytes.len == 0 || append(stream, at, bytes);
}

static int64_t beginning(const struct bb_stream *stream)
{
    if (stream->has_syn || stream->n_parts == 0)
        return stream->has_syn ? stream->origin : stream->at;
    int64_t first = stream->parts[0].at;
    for (size_t i = 1; i < stream->n_parts; i++)
        if (stream->parts[i].at < first)
            first = stream->parts[i].at;
    return first;
}

/* Only segments in order are recognized: others wait for the end of the capture, no harm done. */
bool bb_stream_is_whole(const struct bb_stream *stream)
{
    int64_t at = stream->origin;
    for (size_t i = 0; i < stream->n_parts; i++) {
        const struct bb_stream_part *part = &stream->parts[i];
        if (part->at <= at && part->at + part->len > at)
            at = part->at + part->len;
    }
    return stream->has_syn && stream->has_fin && at >= stream->fin;
}

/* Puts the parts in their places; of what came twice, the first stays. */
static void place(struct bb_stream *stream, int64_t first, size_t size, uint8_t *bytes, bool *there)
{
    for (size_t i = 0; i < stream->n_parts; i++) {
        const struct bb_stream_part *part = &stream->parts[i];
        for (uint32_t k = 0; k < part->len; k++) {
            int64_t at = part->at + k - first;
            if (at < 0 || (uint64_t)at >= size)
                continue;
            uint8_t byte = stream->bytes.ptr[part->stored + k];
            stream->repeated += there[at];
            stream->contradictions += there[at] && bytes[at] != byte;
            if (there[at])
                continue;
            bytes[at] = byte;
            there[at] = true;
            stream->missing--;
        }
    }
}

static size_t run_length(const bool *there, size_t from, size_t size)
{
    size_t end = from;
    while (end < size && there[end] == there[from])
        end++;
    return end - from;
}

static void take_pieces(const uint8_t *bytes, const bool *there, size_t size,
                        bool (*take)(void *user, const struct bb_piece *piece), void *user)
{
    struct bb_piece piece = {.number = 1};
    for (size_t at = 0; at < size;) {
        size_t n = run_length(there, at, size);
        if (!there[at]) {
            piece.before = n;
            at += n;
            continue;
        }
        piece.bytes = bb_bytes_of(bytes + at, n);
        at += n;
        piece.behind = at < size ? run_length(there, at, size) : 0;
        if (!take(user, &piece))
            return;
        piece.number++;
    }
}

bool bb_stream_cut(struct bb_stream *stream, size_t max_bytes,
                   bool (*take)(void *user, const struct bb_piece *piece), void *user,
                   uint64_t *ret_rest)
{
    int64_t first = beginning(stream);
    int64_t last = stream->has_fin && stream->fin > stream->end ? stream->fin : stream->end;
    uint64_t all = last > first ? (uint64_t)(last - first) : 0;
    size_t size = all < max_bytes ? (size_t)all : max_bytes;
    *ret_rest = all - size;
    stream->missing = size;
    stream->repeated = 0;
    stream->contradictions = 0;
    if (stream->n_parts == 0)
        return true;
    uint8_t *bytes = calloc(size, 1);
    bool *there = calloc(size, sizeof *there);
    bool good = bytes && there;
    if (good) {
        place(stream, first, size, bytes, there);
        take_pieces(bytes, there, size, take, user);
    }
    free(bytes);
    free(there);
    return good;
}
