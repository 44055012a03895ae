/* The parse functions of c-ares, each on the same message, held against a reading of our own. */
#ifndef BB_DNS_CARES_PARSE_H
#define BB_DNS_CARES_PARSE_H

#include "base/bytes.h"

/* Expands every name of the message, and makes queries of them. */
void cares_expand(struct bb_bytes message);

/* ares_parse_*_reply. */
void cares_parse(struct bb_bytes message);

#endif
