#include "cli/capture_options.h"

#include <string.h>

#include "base/text.h"
#include "cli/output.h"

enum { MAX_NUMBER_TEXT = 16 };

static bool take_port(struct bb_cli *cli, const char *text, struct bb_ports *ports)
{
    char number[MAX_NUMBER_TEXT];
    struct bb_err err = {0};
    while (true) {
        size_t len = strcspn(text, ",");
        uint64_t port = 0;
        snprintf(number, sizeof number, "%.*s", (int)(len < sizeof number ? len : sizeof number),
                 text);
        if (bb_number_parse(number, 1, UINT16_MAX, &port, &err) != BB_OK) {
            bb_print_error(cli, "--port: %s", err.what);
            return false;
        }
        if (ports->n == BB_MAX_PORTS) {
            bb_print_error(cli, "--port: more than %d ports; leave it out to take all",
                           BB_MAX_PORTS);
            return false;
        }
        ports->list[ports->n++] = (uint16_t)port;
        if (!text[len])
            return true;
        text += len + 1;
    }
}

/* The number of the word in the list, which ends with NULL; -1 after it was reported as unknown. */
static int choose(struct bb_cli *cli, const char *option, const char *word,
                  const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    char all[80] = "";
    for (size_t i = 0; words[i]; i++) {
        size_t n = strlen(all);
        const char *joint = i == 0 ? "" : words[i + 1] ? ", " : " or ";
        snprintf(all + n, sizeof all - n, "%s%s", joint, words[i]);
    }
    bb_print_error(cli, "%s is %s, not '%.40s'", option, all, word);
    return -1;
}

static bool take_direction(struct bb_cli *cli, const char *word, enum bb_side *ret_side)
{
    static const char *const words[] = {"both", "client", "server", NULL};
    static const enum bb_side sides[] = {BB_SIDE_UNKNOWN, BB_SIDE_CLIENT, BB_SIDE_SERVER};
    int i = choose(cli, "--direction", word, words);
    if (i >= 0)
        *ret_side = sides[i];
    return i >= 0;
}

static bool take_per(struct bb_cli *cli, const char *word, enum bb_cut_per *ret_per)
{
    static const char *const words[] = {"stream", "packet", NULL};
    static const enum bb_cut_per pers[] = {BB_PER_STREAM, BB_PER_PACKET};
    int i = choose(cli, "--per", word, words);
    if (i >= 0)
        *ret_per = pers[i];
    return i >= 0;
}

static bool take_layer(struct bb_cli *cli, const char *word, enum bb_cut_layer *ret_layer)
{
    static const char *const words[] = {"payload", "network", "link", NULL};
    static const enum bb_cut_layer layers[] = {BB_LAYER_PAYLOAD, BB_LAYER_NETWORK, BB_LAYER_LINK};
    int i = choose(cli, "--layer", word, words);
    if (i >= 0)
        *ret_layer = layers[i];
    return i >= 0;
}

bool bb_capture_option(struct bb_cli *cli, const struct bb_args *args, int option,
                       struct bb_capture_choice *choice)
{
    const char *value = bb_args_value(args);
    switch (option) {
    case BB_OPTION_PORT: return take_port(cli, value, &choice->cut.ports);
    case BB_OPTION_DIRECTION: return take_direction(cli, value, &choice->cut.side);
    case BB_OPTION_PER: return take_per(cli, value, &choice->cut.per);
    case BB_OPTION_LAYER: return take_layer(cli, value, &choice->cut.layer);
    case BB_OPTION_FILTER: choice->filter = value; return true;
    default: return false;
    }
}

/* Below the payload there are no ends to tell apart. */
bool bb_capture_options_fit(struct bb_cli *cli, const struct bb_capture_choice *choice)
{
    const struct bb_cut_options *cut = &choice->cut;
    if (cut->layer == BB_LAYER_PAYLOAD ||
        (cut->ports.n == 0 && cut->side == BB_SIDE_UNKNOWN && cut->per != BB_PER_STREAM))
        return true;
    bb_print_error(cli, "--port, --direction and --per go with --layer payload; choose frames with "
                        "--filter, such as 'port 53'");
    return false;
}
