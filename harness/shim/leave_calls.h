/*
 * The calls that leave.syms puts in the place of the system's. Only renamed objects and the tests
 * call them; and a target whose parser has an assertion macro of its own may let that call
 * bb_shim_assert_fail.
 */
#ifndef BB_SHIM_LEAVE_CALLS_H
#define BB_SHIM_LEAVE_CALLS_H

#include <stdarg.h>

/* leave.c. The handlers of atexit are those of the run: exit calls them, and they are forgotten at
 * its end. */
_Noreturn void bb_shim_exit(int status);
_Noreturn void bb_shim_exit_now(int status);     /* _exit: no handlers */
_Noreturn void bb_shim_exit_now_c99(int status); /* _Exit */
_Noreturn void bb_shim_exit_now_c11(int status); /* quick_exit */
_Noreturn void bb_shim_abort(void);
_Noreturn void bb_shim_assert_fail(const char *expression, const char *file, unsigned line,
                                   const char *function);
int bb_shim_atexit(void (*handler)(void));

/* leave_words.c: they say nothing, and leave. error() with status 0 returns, as it does. */
_Noreturn void bb_shim_err(int status, const char *format, ...);
_Noreturn void bb_shim_errx(int status, const char *format, ...);
_Noreturn void bb_shim_verr(int status, const char *format, va_list arguments);
_Noreturn void bb_shim_verrx(int status, const char *format, va_list arguments);
void bb_shim_error(int status, int number, const char *format, ...);

#endif
