/*
 * A form that is posted, through the library's POST processor; and what must hold of what comes out
 * of it.
 */
#ifndef BB_HTTP_FORM_H
#define BB_HTTP_FORM_H

#include <microhttpd.h>
#include <stdbool.h>

#include "base/buf.h"

enum { FORM_TEXT_MAX_BYTES = 1 << 16 };

/* The zero value is no form. */
struct form {
    struct MHD_PostProcessor *processor; /* NULL if the body is not that of a form */
    struct bb_buf text;                  /* owned: what came out, in lines */
    uint64_t value_bytes;                /* of the value that is coming in */
    size_t taken_bytes;
    bool is_broken; /* the processor has refused it */
};

/* Looks at the header, whether the body is a form. */
void form_begin(struct form *form, struct MHD_Connection *connection);
void form_take(struct form *form, const char *upload, size_t size);

/* The body is there: what the processor held back comes out. */
void form_finish(struct form *form);

/* Oracle: the body in one piece makes the same form. */
void form_check(const struct form *form, struct MHD_Connection *connection, struct bb_bytes body);
void form_end(struct form *form);

/* The form in words, borrowed. */
struct bb_bytes form_text(const struct form *form);

#endif
