#include "client_script.h"

static int level_of(uint8_t byte)
{
    return byte == 3 || byte == 5 ? byte : 4;
}

static enum client_proxy proxy_of(unsigned bits)
{
    return bits > PROXY_LOGIN ? PROXY_LOGIN : (enum client_proxy)bits;
}

bool client_take_setup(struct bb_bytes *script, struct client_setup *ret_setup)
{
    struct bb_bytes head;
    if (!bb_bytes_take(script, 2, &head))
        return false;
    unsigned flags = head.ptr[1];
    *ret_setup = (struct client_setup){
        .level = level_of(head.ptr[0]),
        .has_will = flags & 0x80,
        .has_login = flags & 0x40,
        .is_nameless = flags & 0x20,
        .is_clean = flags & 0x10,
        .proxy = proxy_of(flags >> 2 & 3),
        .has_properties = flags & 2,
        .by_address = flags & 1,
    };
    return true;
}

static enum client_kind kind_of(uint8_t byte)
{
    switch (byte) {
    case 1: return CLIENT_HANGS_UP;
    case 2: return CLIENT_WAITS;
    case 3: return CLIENT_ACTS;
    default: return CLIENT_ARRIVES;
    }
}

static struct client_act act_of(unsigned bits)
{
    return (struct client_act){
        .verb = (enum client_verb)(bits >> 13 & 7),
        .qos = bits >> 11 & 3,
        .retain = bits >> 10 & 1,
        .choice = bits >> 8 & 3,
        .amount = bits & 0xff,
    };
}

bool client_take_step(struct bb_bytes *script, struct client_step *ret_step)
{
    struct bb_bytes head;
    if (!bb_bytes_take(script, 3, &head))
        return false;
    unsigned argument = bb_be16(head.ptr + 1);
    struct client_step step = {.kind = kind_of(head.ptr[0]),
                               .seconds = argument,
                               .act = act_of(argument)};
    if (step.kind == CLIENT_ARRIVES) {
        size_t n = argument < script->len ? argument : script->len;
        if (!bb_bytes_take(script, n, &step.bytes))
            return false;
    }
    *ret_step = step;
    return true;
}
