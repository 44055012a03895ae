/*
 * Where generated messages go: a folder, or one stream in a form that other tools read.
 */
#ifndef BB_CLI_SINK_H
#define BB_CLI_SINK_H

#include "capture/writer.h"
#include "cli/maker.h"
#include "cli/outbox.h"

enum bb_sink_format {
    BB_SINK_FILES,    /* a file each, and an index */
    BB_SINK_RAW,      /* one behind the other */
    BB_SINK_HEX,      /* a line of hex digits each */
    BB_SINK_JSONL,    /* a line of JSON each, with the bytes in hex digits */
    BB_SINK_PCAP,     /* a UDP datagram each */
    BB_SINK_PCAP_TCP, /* a TCP connection each */
};

struct bb_sink {
    enum bb_sink_format format;
    const struct bb_grammar *grammar;
    struct bb_outbox outbox;         /* FILES */
    struct bb_capture_writer writer; /* PCAP, PCAP_TCP */
    struct bb_buf scratch;
    FILE *stream;        /* all but FILES; owned unless it is stdout */
    char path[PATH_MAX]; /* of the stream; "" for stdout */
};

struct bb_sink_options {
    enum bb_sink_format format;
    const char *output; /* as the user typed it; NULL: GRAMMAR-messages, or stdout */
    uint16_t port;      /* PCAP, PCAP_TCP */
    bool force;         /* replace an earlier run's */
};

/* BB_EXISTS when something is there that may not be replaced; BB_USAGE for bytes on a terminal;
 * BB_IO. */
BB_MUST_USE enum bb_status bb_sink_open(const struct bb_cli *cli, const struct bb_grammar *grammar,
                                        const struct bb_sink_options *options,
                                        struct bb_sink *ret_sink, struct bb_err *err);

BB_MUST_USE enum bb_status bb_sink_write(struct bb_sink *sink, const struct bb_made *made,
                                         struct bb_err *err);

/* BB_IO when not all could be written. */
BB_MUST_USE enum bb_status bb_sink_close(struct bb_sink *sink, struct bb_err *err);

#endif
