/*
 * One direction of a TCP connection: segments in any order to the bytes that an application reads
 * (RFC 9293 section 3.4).
 *
 * Segments are kept as they come and put in their places at the end. Where two of them disagree
 * about a byte, the one that came first is believed. Bytes that never came divide the stream into
 * pieces: nothing is joined over a gap.
 */
#ifndef BB_CAPTURE_STREAM_H
#define BB_CAPTURE_STREAM_H

#include "base/buf.h"
#include "capture/packet.h"

struct bb_stream_part {
    int64_t at; /* relative to the stream's anchor */
    uint32_t len;
    uint32_t stored; /* where its bytes are in `bytes` */
};

/* The zero value is a stream that nothing was seen of; end with bb_stream_free. */
struct bb_stream {
    struct bb_buf bytes;          /* payloads, one behind the other */
    struct bb_stream_part *parts; /* owned; in order of arrival */
    size_t n_parts;
    size_t capacity;
    uint32_t sequence;       /* of the last segment */
    int64_t at;              /* and where that is, relative to the anchor: the first segment's */
    int64_t origin;          /* of the first byte, once the SYN was seen */
    int64_t end;             /* of the last byte that was announced, captured or not */
    int64_t fin;             /* where the stream ends, once the FIN was seen */
    uint64_t contradictions; /* bytes about which segments disagree; set by bb_stream_cut */
    uint64_t repeated;       /* bytes that came more than once; set by bb_stream_cut */
    uint64_t missing;        /* bytes that did not come; set by bb_stream_cut */
    uint64_t first_frame;    /* for those who use it */
    int64_t first_time_us;
    bool seen;
    bool has_syn;
    bool has_fin;
};

struct bb_piece {
    struct bb_bytes bytes; /* never empty */
    uint64_t before;       /* bytes that are missing right in front of it */
    uint64_t behind;       /* and right behind it */
    unsigned number;       /* from 1 */
};

void bb_stream_free(struct bb_stream *stream);

/* Bytes of memory that the stream holds. */
size_t bb_stream_memory(const struct bb_stream *stream);

/* Keeps the segment's payload as far as it lies within max_bytes from the stream's beginning.
 * False without memory, or when repetitions take more room than max_bytes allows. */
bool bb_stream_add(struct bb_stream *stream, const struct bb_segment *segment, size_t max_bytes);

/* True when its end was seen and no byte before it is missing, for all that is known so far. */
bool bb_stream_is_whole(const struct bb_stream *stream);

/* Calls take for each piece within max_bytes from the beginning, in order; the pieces are valid
 * only during the call. Ends early when take returns false. Returns false without memory. ret_rest
 * is set to how many bytes lie behind max_bytes. */
bool bb_stream_cut(struct bb_stream *stream, size_t max_bytes,
                   bool (*take)(void *user, const struct bb_piece *piece), void *user,
                   uint64_t *ret_rest);

#endif
