#include <brickbat/target.h>

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "site_pages.h"

enum {
    TEXT_BYTES = 9000, /* more than a connection's memory */
    BLOCK_BYTES = 300,
    FILE_FROM = 100,
    N_PIECES = 3,
};

/* A body that is made while it is sent. */
struct stream {
    struct site *site;
    size_t bytes;    /* how long it will be */
    size_t break_at; /* where the application gives up */
    unsigned calls;
};

static char text[TEXT_BYTES];
static int text_file; /* in memory */

void site_prepare(void)
{
    for (size_t i = 0; i < TEXT_BYTES; i++)
        text[i] = (char)('a' + i % 25);
    text_file = memfd_create("page", 0);
    if (text_file < 0 || pwrite(text_file, text, TEXT_BYTES, 0) != TEXT_BYTES)
        abort();
}

static size_t argument(struct site_request *request, const char *name, size_t otherwise)
{
    const char *value =
        MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, name);
    return value ? strtoul(value, NULL, 10) % TEXT_BYTES : otherwise;
}

/* Sometimes there is nothing yet, sometimes less than there is room for. */
static ssize_t read_stream(void *context, uint64_t position, char *ret_bytes, size_t max)
{
    struct stream *stream = context;
    stream->site->calls++;
    size_t at = (size_t)position;
    if (at >= stream->bytes)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (at >= stream->break_at)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (++stream->calls % 4 == 0)
        return 0;
    size_t n = stream->calls % 3 == 0 ? 7 : max;
    n = n < max ? n : max;
    n = n < stream->bytes - at ? n : stream->bytes - at;
    memcpy(ret_bytes, text + at, n);
    return (ssize_t)n;
}

enum MHD_Result site_answer_stream(struct site_request *request)
{
    struct stream *stream = malloc(sizeof *stream);
    if (!stream)
        abort();
    *stream = (struct stream){.site = request->site,
                              .bytes = argument(request, "n", 1000),
                              .break_at = argument(request, "break", TEXT_BYTES)};
    bool says_length = argument(request, "length", 0) != 0;
    struct bb_bytes body = bb_bytes_of(text, stream->bytes);
    struct MHD_Response *response =
        MHD_create_response_from_callback(says_length ? stream->bytes : MHD_SIZE_UNKNOWN,
                                          BLOCK_BYTES, read_stream, stream, free);
    if (!response) {
        free(stream);
        return MHD_NO;
    }
    MHD_add_response_footer(response, "X-Footer", "end");
    return site_answer(request, MHD_HTTP_OK, response, body);
}

enum MHD_Result site_answer_file(struct site_request *request)
{
    size_t from = argument(request, "from", FILE_FROM);
    struct bb_bytes body = bb_bytes_of(text + from, TEXT_BYTES - from);
    int fd = dup(text_file);
    struct MHD_Response *response = MHD_create_response_from_fd_at_offset64(body.len, fd, from);
    if (!response)
        close(fd);
    return site_answer(request, MHD_HTTP_OK, response, body);
}

enum MHD_Result site_answer_pieces(struct site_request *request)
{
    size_t bytes = argument(request, "n", 1000);
    struct MHD_IoVec pieces[N_PIECES] = {{text, bytes / 2},
                                         {text + bytes / 2, bytes / 3},
                                         {text + bytes / 2 + bytes / 3,
                                          bytes - bytes / 2 - bytes / 3}};
    struct MHD_Response *response = MHD_create_response_from_iovec(pieces, N_PIECES, NULL, NULL);
    return site_answer(request, MHD_HTTP_OK, response, bb_bytes_of(text, bytes));
}
