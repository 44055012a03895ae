/*
 * The options that say what is wanted of a capture, for each verb that reads captures.
 */
#ifndef BB_CLI_CAPTURE_OPTIONS_H
#define BB_CLI_CAPTURE_OPTIONS_H

#include <brickbat/grammar.h>

#include "capture/cutter.h"
#include "cli/args.h"

enum {
    BB_OPTION_PORT = 'P',
    BB_OPTION_DIRECTION = 'D',
    BB_OPTION_PER = 'E',
    BB_OPTION_LAYER = 'L',
    BB_OPTION_FILTER = 'F',
};

/* Rows of a table of options. */
#define BB_CAPTURE_OPTIONS                                                                       \
    BB_VALUE("port", 'p', BB_OPTION_PORT, "captures: only this TCP or UDP port (repeatable)",    \
             "N[,N...]"),                                                                        \
        BB_VALUE("direction", 0, BB_OPTION_DIRECTION,                                            \
                 "captures: only what the client or the server sent (default: both)", "SIDE"),   \
        BB_VALUE("per", 0, BB_OPTION_PER, "captures: a message is a whole stream or one packet", \
                 "stream|packet"),                                                               \
        BB_VALUE("layer", 0, BB_OPTION_LAYER,                                                    \
                 "captures: payload (default), network (IP packets) or link (frames)", "LAYER"), \
        BB_VALUE("filter", 'f', BB_OPTION_FILTER,                                                \
                 "captures: only frames that pcap-filter(7) lets through", "EXPRESSION")

struct bb_capture_choice {
    struct bb_cut_options cut;
    const char *filter; /* NULL: all frames */
};

#define BB_CAPTURE_CHOICE_INIT \
    ((struct bb_capture_choice){.cut = {.max_bytes = BB_CUT_DEFAULT_BYTES}})

/* Takes one of the options above, whose value bb_args has. False after a wrong value was reported,
 * and for other options. */
bool bb_capture_option(struct bb_cli *cli, const struct bb_args *args, int option,
                       struct bb_capture_choice *choice);

/* False after options that do not go together were reported. Call once all are taken. */
bool bb_capture_options_fit(struct bb_cli *cli, const struct bb_capture_choice *choice);

#endif
