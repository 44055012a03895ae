#include "form.h"

#include <brickbat/target.h>

enum { PROCESSOR_BYTES = 512 };

/* The library gives no length of these: they must end. */
static void append_word(struct bb_buf *text, const char *word)
{
    bb_buf_append_str(text, word ? word : "-");
    bb_buf_append_byte(text, ' ');
}

static enum MHD_Result take_value(void *context, enum MHD_ValueKind kind, const char *key,
                                  const char *filename, const char *content_type,
                                  const char *transfer_encoding, const char *data, uint64_t off,
                                  size_t size)
{
    struct form *form = context;
    BB_ORACLE(form_kind, kind == MHD_POSTDATA_KIND, "a value of a form is of another kind");
    BB_ORACLE(form_offset, off == 0 || off == form->value_bytes,
              "a piece of a value does not follow the piece before");
    BB_ORACLE(form_size, size <= form->taken_bytes, "a value is longer than the whole form");
    if (off == 0)
        form->value_bytes = 0;
    if (size == 0) /* a value may begin with nothing, or be nothing */
        return MHD_YES;
    if (off == 0) {
        bb_buf_append_byte(&form->text, '\n');
        append_word(&form->text, key);
        append_word(&form->text, filename);
        append_word(&form->text, content_type);
        append_word(&form->text, transfer_encoding);
    }
    form->value_bytes += size;
    bb_buf_append(&form->text, bb_bytes_of(data, size));
    return MHD_YES;
}

void form_begin(struct form *form, struct MHD_Connection *connection)
{
    form->text = BB_BUF_INIT(FORM_TEXT_MAX_BYTES);
    form->processor = MHD_create_post_processor(connection, PROCESSOR_BYTES, take_value, form);
}

void form_take(struct form *form, const char *upload, size_t size)
{
    form->taken_bytes += size;
    if (!form->processor || form->is_broken)
        return;
    form->is_broken = MHD_post_process(form->processor, upload, size) != MHD_YES;
    bb_state(24 + form->is_broken);
}

void form_finish(struct form *form)
{
    if (form->processor)
        MHD_destroy_post_processor(form->processor);
    form->processor = NULL;
}

/* The library's values are strings, so none can have a NUL in it. */
static bool has_nul(struct bb_bytes body)
{
    return memchr(body.ptr, 0, body.len) || memmem(body.ptr, body.len, "%00", 3);
}

void form_check(const struct form *form, struct MHD_Connection *connection, struct bb_bytes body)
{
    struct form whole = {0};
    if (body.len == 0 || has_nul(body))
        return;
    form_begin(&whole, connection);
    form_take(&whole, (const char *)body.ptr, body.len);
    form_finish(&whole);
    if (!form->is_broken && !whole.is_broken && !whole.text.failed && !form->text.failed)
        BB_ORACLE(form_in_pieces, bb_bytes_equal(form_text(form), form_text(&whole)),
                  "a form that comes in pieces is another one than the same form as a whole");
    form_end(&whole);
}

void form_end(struct form *form)
{
    form_finish(form);
    bb_buf_free(&form->text);
}

struct bb_bytes form_text(const struct form *form)
{
    return bb_buf_bytes(&form->text);
}
