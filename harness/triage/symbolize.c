#include "triage/symbolize.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/socket.h"
#include "base/subprocess.h"

enum {
    MAX_BYTES = 256 << 20,   /* of names that are remembered */
    MAX_ANSWER = 64 << 20,   /* to the questions of one log */
    FIRST_ANSWER_MS = 60000, /* it reads the debug information first */
    TABLE_SIZE = 1 << 14,
    MAX_ADDRESS = 4096,
    BATCH = 64, /* questions at once: they and their answers fit in the kernel's buffers */
};

/* One address and what is known of it: "function\nfile:line:column\n" for each inlined frame. */
struct place {
    struct place *next;      /* of the same hash */
    struct bb_bytes address; /* "module+0x1c2" */
    struct bb_bytes names;   /* empty until it is known */
};

struct bb_symbolizer {
    struct bb_arena arena;
    struct place *table[TABLE_SIZE];
    struct bb_subprocess child;
    struct bb_buf answers;
    size_t taken;  /* of the answers */
    int questions; /* -1: not started */
};

struct bb_symbolizer *bb_symbolizer_new(void)
{
    struct bb_symbolizer *symbolizer = calloc(1, sizeof *symbolizer);
    if (!symbolizer)
        return NULL;
    symbolizer->arena = BB_ARENA_INIT(MAX_BYTES);
    symbolizer->answers = BB_BUF_INIT(MAX_ANSWER);
    symbolizer->child = BB_SUBPROCESS_INIT;
    symbolizer->questions = -1;
    return symbolizer;
}

static void end_child(struct bb_symbolizer *symbolizer)
{
    bb_subprocess_free(&symbolizer->child);
    symbolizer->child = BB_SUBPROCESS_INIT;
    if (symbolizer->questions >= 0)
        close(symbolizer->questions);
    symbolizer->questions = -1;
}

void bb_symbolizer_free(struct bb_symbolizer *symbolizer)
{
    if (!symbolizer)
        return;
    end_child(symbolizer);
    bb_arena_free(&symbolizer->arena);
    bb_buf_free(&symbolizer->answers);
    free(symbolizer);
}

/* --- frames --------------------------------------------------------------------------------- */

struct frame {
    struct bb_bytes before;  /* "    #1 0x55d3" without what stands behind the number sign */
    struct bb_bytes pc;      /* "0x55d3" */
    struct bb_bytes address; /* "module+0x1c2" */
    unsigned number;
};

static bool take_while(struct bb_bytes *cursor, int (*is)(int), struct bb_bytes *ret_taken)
{
    size_t n = 0;
    while (n < cursor->len && is(cursor->ptr[n]))
        n++;
    return n > 0 && bb_bytes_take(cursor, n, ret_taken);
}

static bool take_text(struct bb_bytes *cursor, const char *text)
{
    struct bb_bytes taken;
    return bb_bytes_has_prefix(*cursor, text) && bb_bytes_take(cursor, strlen(text), &taken);
}

/* "(module+0x1c2)": the last plus sign counts, a path may have others. */
static bool take_address(struct bb_bytes *cursor, struct bb_bytes *ret_address)
{
    const uint8_t *end = cursor->len ? memchr(cursor->ptr, ')', cursor->len) : NULL;
    if (!end || cursor->ptr[0] != '(')
        return false;
    struct bb_bytes address = bb_bytes_of(cursor->ptr + 1, (size_t)(end - cursor->ptr) - 1);
    for (size_t i = address.len; i-- > 0;) {
        if (address.ptr[i] != '+')
            continue;
        *ret_address = address;
        return i > 0 && bb_bytes_has_prefix(bb_bytes_of(address.ptr + i, address.len - i), "+0x");
    }
    return false;
}

/* A frame that has an address and no name yet. */
static bool parse_frame(struct bb_bytes line, struct frame *ret_frame)
{
    struct frame frame = {.before = bb_bytes_of(line.ptr, 0)};
    struct bb_bytes digits;
    struct bb_bytes spaces;
    while (frame.before.len < line.len && line.ptr[frame.before.len] == ' ')
        frame.before.len++;
    struct bb_bytes cursor = bb_bytes_of(line.ptr + frame.before.len, line.len - frame.before.len);
    if (!take_text(&cursor, "#") || !take_while(&cursor, isdigit, &digits) || digits.len > 4 ||
        !take_while(&cursor, isspace, &spaces))
        return false;
    for (size_t i = 0; i < digits.len; i++)
        frame.number = frame.number * 10 + (digits.ptr[i] - '0');
    if (!take_while(&cursor, isalnum, &frame.pc) || !bb_bytes_has_prefix(frame.pc, "0x") ||
        !take_while(&cursor, isspace, &spaces) || !take_address(&cursor, &frame.address))
        return false;
    *ret_frame = frame;
    return true;
}

/* --- places --------------------------------------------------------------------------------- */

/* The place of that address, made if it is new. NULL: no memory. */
static struct place *find_place(struct bb_symbolizer *symbolizer, struct bb_bytes address,
                                bool *ret_is_new)
{
    struct place **link =
        &symbolizer->table[bb_hash_bytes(BB_HASH_START, address) & (TABLE_SIZE - 1)];
    *ret_is_new = false;
    for (; *link; link = &(*link)->next)
        if (bb_bytes_equal((*link)->address, address))
            return *link;
    struct place *place = bb_arena_zalloc(&symbolizer->arena, sizeof *place);
    const uint8_t *copy = bb_arena_copy(&symbolizer->arena, address);
    if (!place || !copy)
        return NULL;
    place->address = bb_bytes_of(copy, address.len);
    *ret_is_new = true;
    *link = place;
    return place;
}

/* --- the process ---------------------------------------------------------------------------- */

static enum bb_status start_program(struct bb_symbolizer *symbolizer, const char *program,
                                    int in_fd, struct bb_err *err)
{
    const char *const argv[] = {program, "--output-style=LLVM", "--inlines", "--demangle", NULL};
    const char *const env[] = {"DEBUGINFOD_URLS", NULL}; /* nothing is fetched */
    const struct bb_subprocess_spec spec = {
        .argv = argv,
        .env = env,
        .out = {.to = BB_STREAM_BUF, .buf = &symbolizer->answers},
        .err = {.to = BB_STREAM_DISCARD},
        .in_fd = in_fd,
    };
    return bb_subprocess_start(&spec, &symbolizer->child, err);
}

static enum bb_status start(struct bb_symbolizer *symbolizer, struct bb_err *err)
{
    static const char *const names[] = {"llvm-symbolizer", "llvm-symbolizer-14", NULL};
    const char *chosen = getenv("ASAN_SYMBOLIZER_PATH");
    int ends[2];
    if (symbolizer->questions >= 0)
        return BB_OK;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return BB_FAIL_ERRNO(err, BB_IO, "cannot make a socket pair");
    bb_buf_reset(&symbolizer->answers);
    symbolizer->taken = 0;
    symbolizer->questions = ends[0];
    enum bb_status status = BB_NOT_FOUND;
    if (chosen && *chosen)
        status = start_program(symbolizer, chosen, ends[1], err);
    else
        for (size_t i = 0; names[i] && status == BB_NOT_FOUND; i++)
            status = start_program(symbolizer, names[i], ends[1], err);
    close(ends[1]);
    if (status != BB_OK)
        end_child(symbolizer);
    return status;
}

static bool ask(struct bb_symbolizer *symbolizer, struct bb_bytes address)
{
    char line[MAX_ADDRESS + 8];
    size_t plus = address.len;
    while (plus > 0 && address.ptr[plus - 1] != '+')
        plus--;
    int n =
        snprintf(line, sizeof line, "\"%.*s\" %.*s\n", (int)(plus - 1), (const char *)address.ptr,
                 (int)(address.len - plus), (const char *)address.ptr + plus);
    return bb_socket_send(symbolizer->questions, bb_bytes_of(line, (size_t)n));
}

/* An answer ends with an empty line. */
static bool take_answer(struct bb_symbolizer *symbolizer, struct bb_bytes *ret_names)
{
    if (symbolizer->answers.len == symbolizer->taken)
        return false;
    struct bb_bytes rest = bb_bytes_of(symbolizer->answers.ptr + symbolizer->taken,
                                       symbolizer->answers.len - symbolizer->taken);
    const uint8_t *end = memmem(rest.ptr, rest.len, "\n\n", 2);
    if (!end)
        return false;
    *ret_names = bb_bytes_of(rest.ptr, (size_t)(end - rest.ptr) + 1);
    symbolizer->taken += ret_names->len + 1;
    return true;
}

static enum bb_status await_answer(struct bb_symbolizer *symbolizer, struct place *place,
                                   struct bb_err *err)
{
    int64_t deadline_ms = bb_clock_ms() + FIRST_ANSWER_MS;
    struct bb_bytes names;
    while (!take_answer(symbolizer, &names)) {
        if (bb_clock_ms() > deadline_ms || !bb_subprocess_poll(&symbolizer->child, 100)) {
            end_child(symbolizer);
            return BB_FAIL(err, BB_IO, "llvm-symbolizer does not answer");
        }
    }
    const uint8_t *copy = bb_arena_copy(&symbolizer->arena, names);
    if (!copy)
        return BB_FAIL(err, BB_NO_MEMORY, "no memory for symbols");
    place->names = bb_bytes_of(copy, names.len);
    return BB_OK;
}

/* --- logs ----------------------------------------------------------------------------------- */

struct batch {
    struct place *asked[BATCH];
    size_t n;
};

static enum bb_status await_batch(struct bb_symbolizer *symbolizer, struct batch *batch,
                                  struct bb_err *err)
{
    enum bb_status status = BB_OK;
    for (size_t i = 0; i < batch->n && status == BB_OK; i++)
        status = await_answer(symbolizer, batch->asked[i], err);
    bb_buf_reset(&symbolizer->answers);
    symbolizer->taken = 0;
    batch->n = 0;
    return status;
}

static enum bb_status ask_if_new(struct bb_symbolizer *symbolizer, struct bb_bytes address,
                                 struct batch *batch, struct bb_err *err)
{
    bool is_new = false;
    struct place *place = find_place(symbolizer, address, &is_new);
    if (!place)
        return BB_FAIL(err, BB_NO_MEMORY, "no memory for symbols");
    if (!is_new || address.len > MAX_ADDRESS)
        return BB_OK;
    enum bb_status status = start(symbolizer, err);
    if (status != BB_OK)
        return status;
    if (!ask(symbolizer, address)) {
        end_child(symbolizer);
        return BB_FAIL(err, BB_IO, "llvm-symbolizer has ended");
    }
    batch->asked[batch->n++] = place;
    return batch->n == BATCH ? await_batch(symbolizer, batch, err) : BB_OK;
}

/* Many addresses are asked for before the first answer is waited for; they come in order. */
static enum bb_status look_up(struct bb_symbolizer *symbolizer, struct bb_bytes log,
                              struct bb_err *err)
{
    struct batch batch = {.n = 0};
    struct bb_bytes line;
    struct frame frame;
    enum bb_status status = BB_OK;
    while (status == BB_OK && bb_bytes_take_line(&log, &line))
        if (parse_frame(line, &frame))
            status = ask_if_new(symbolizer, frame.address, &batch, err);
    return status == BB_OK ? await_batch(symbolizer, &batch, err) : status;
}

static bool is_known(struct bb_bytes function)
{
    return function.len > 0 && !bb_bytes_equal(function, bb_bytes_str("??"));
}

/* Writes one line for each function at the place. Returns how many: 0 if it has no symbols. */
static unsigned write_frames(struct bb_buf *log, const struct frame *frame, struct bb_bytes names,
                             unsigned number)
{
    struct bb_bytes function;
    struct bb_bytes where;
    unsigned n = 0;
    while (bb_bytes_take_line(&names, &function) && bb_bytes_take_line(&names, &where) &&
           is_known(function)) {
        take_text(&where, "./"); /* as the sanitizers do */
        bb_buf_append(log, frame->before);
        bb_buf_printf(log, "#%u %.*s in %.*s %.*s\n", number + n, (int)frame->pc.len,
                      (const char *)frame->pc.ptr, (int)function.len, (const char *)function.ptr,
                      (int)where.len, (const char *)where.ptr);
        n++;
    }
    return n;
}

static void write_unknown(struct bb_buf *log, struct bb_bytes line, const struct frame *frame,
                          unsigned number)
{
    size_t skipped = (size_t)(frame->pc.ptr - line.ptr);
    bb_buf_append(log, frame->before);
    bb_buf_printf(log, "#%u ", number);
    bb_buf_append(log, bb_bytes_of(frame->pc.ptr, line.len - skipped));
    bb_buf_append_byte(log, '\n');
}

/* "SUMMARY: AddressSanitizer: kind (module+0x1c2) (BuildId: ..)" gets the place of the innermost
 * function. False if it is another line, or nothing is known. */
static bool write_summary(struct bb_symbolizer *symbolizer, struct bb_bytes line,
                          struct bb_buf *log)
{
    struct bb_bytes address;
    struct bb_bytes function;
    struct bb_bytes where;
    bool is_new = false;
    const uint8_t *open = NULL;
    if (bb_bytes_has_prefix(line, "SUMMARY: "))
        open = memmem(line.ptr, line.len, " (", 2);
    if (!open)
        return false;
    struct bb_bytes rest = bb_bytes_of(open + 1, line.len - (size_t)(open + 1 - line.ptr));
    const struct place *place =
        take_address(&rest, &address) ? find_place(symbolizer, address, &is_new) : NULL;
    struct bb_bytes names = place ? place->names : (struct bb_bytes){0};
    if (!bb_bytes_take_line(&names, &function) || !bb_bytes_take_line(&names, &where) ||
        !is_known(function))
        return false;
    take_text(&where, "./");
    bb_buf_append(log, bb_bytes_of(line.ptr, (size_t)(open + 1 - line.ptr)));
    bb_buf_printf(log, "%.*s in %.*s\n", (int)where.len, (const char *)where.ptr, (int)function.len,
                  (const char *)function.ptr);
    return true;
}

enum bb_status bb_symbolize(struct bb_symbolizer *symbolizer, struct bb_bytes log,
                            struct bb_buf *ret_log, struct bb_err *err)
{
    struct bb_bytes line;
    struct frame frame;
    unsigned number = 0;
    enum bb_status status = look_up(symbolizer, log, err);
    if (status != BB_OK)
        return status;
    while (bb_bytes_take_line(&log, &line)) {
        if (write_summary(symbolizer, line, ret_log))
            continue;
        if (!parse_frame(line, &frame)) {
            bb_buf_append(ret_log, line);
            bb_buf_append_byte(ret_log, '\n');
            continue;
        }
        bool is_new;
        const struct place *place = find_place(symbolizer, frame.address, &is_new);
        number = frame.number == 0 ? 0 : number;
        unsigned n = place ? write_frames(ret_log, &frame, place->names, number) : 0;
        if (n == 0)
            write_unknown(ret_log, line, &frame, number);
        number += n ? n : 1;
    }
    return bb_buf_status(ret_log, err);
}
