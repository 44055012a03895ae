/*
 * Status codes and error detail.
 *
 * A function that can fail returns enum bb_status. The detail (which thing, why, where) goes into
 * an optional trailing `struct bb_err *`, which may be NULL. Library code fills it in and returns;
 * only cli/ prints it.
 */
#ifndef BB_BASE_STATUS_H
#define BB_BASE_STATUS_H

#include <stddef.h>

#define BB_STATUS_LIST(X)                        \
    X(BB_OK, "ok")                               \
    X(BB_NO_MEMORY, "out of memory")             \
    X(BB_LIMIT, "over a stated limit")           \
    X(BB_IO, "input/output error")               \
    X(BB_NOT_FOUND, "not found")                 \
    X(BB_EXISTS, "exists already")               \
    X(BB_MALFORMED, "malformed input")           \
    X(BB_UNSUPPORTED, "not supported")           \
    X(BB_USAGE, "wrong usage")                   \
    X(BB_TIMEOUT, "timed out")                   \
    X(BB_INTERRUPTED, "interrupted")             \
    X(BB_CHILD_FAILED, "a child process failed") \
    X(BB_DATABASE, "database error")

enum bb_status {
#define X(name, text) name,
    BB_STATUS_LIST(X)
#undef X
};

#define BB_MUST_USE __attribute__((warn_unused_result))

/* What failed: `what` in words for a person, the errno if the kernel said no, the place in the
 * code. */
struct bb_err {
    enum bb_status status;
    int sys_errno; /* 0 if no system call was involved */
    const char *file;
    int line;
    char what[512];
};

/* The text of a status, never NULL, static. */
const char *bb_status_text(enum bb_status status);

/* Records the detail in err (NULL is fine) and returns status, so that it can end a function:
 *     return BB_FAIL(err, BB_NOT_FOUND, "no target named '%s'", name);  */
#define BB_FAIL(err, status, ...) bb_err_set((err), (status), 0, __FILE__, __LINE__, __VA_ARGS__)
/* The same with the current errno, whose text is appended. */
#define BB_FAIL_ERRNO(err, status, ...) \
    bb_err_set((err), (status), errno, __FILE__, __LINE__, __VA_ARGS__)

enum bb_status bb_err_set(struct bb_err *err, enum bb_status status, int sys_errno,
                          const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

#endif
