/*
 * What stands for the result of inetutils' and gnulib's configure script, on a system with glibc:
 * ordinary builds, without PAM, shadow passwords, process titles, readline and the built-in ls.
 */
#ifndef BB_INETUTILS_CONFIG_H
#define BB_INETUTILS_CONFIG_H

#define _CONFIG_H         1
#define PACKAGE           "inetutils"
#define PACKAGE_NAME      "GNU inetutils"
#define PACKAGE_VERSION   "2.4"
#define PACKAGE_BUGREPORT "nobody"

#define HAVE_DECL_FCLOSE                        1
#define HAVE_DECL_GETADDRINFO                   1
#define HAVE_DECL_GETPASS                       1
#define HAVE_DECL_GETUSERSHELL                  1
#define HAVE_DECL_PCLOSE                        1
#define HAVE_DECL_PROGRAM_INVOCATION_NAME       1
#define HAVE_DECL_PROGRAM_INVOCATION_SHORT_NAME 1
#define HAVE_DIRENT_H                           1
#define HAVE_GETPWNAM_R                         1
#define HAVE_INITGROUPS                         1
#define HAVE_INTTYPES_H                         1
#define HAVE_MKSTEMP                            1
#define HAVE_MMAP                               1
#define HAVE_NETINET_IN_SYSTM_H                 1
#define HAVE_NETINET_IP_H                       1
#define HAVE_SIGACTION                          1
#define HAVE_STRUCT_DIRENT_D_TYPE               1
#define HAVE_TZSET                              1
#define HAVE_UNAME                              1

#define PATH_BSHELL       "/bin/sh"
#define PATH_DEVNULL      "/dev/null"
#define PATH_FTPCHROOT    "/etc/ftpchroot"
#define PATH_FTPDPID      "/run/ftpd.pid"
#define PATH_FTPLOGINMESG "/etc/motd"
#define PATH_FTPUSERS     "/etc/ftpusers"
#define PATH_FTPWELCOME   "/etc/ftpwelcome"
#define PATH_NOLOGIN      "/etc/nologin"
#define PATH_TMP          "/tmp/"

/* gnulib */
#define GNULIB_XALLOC     1
#define GNULIB_XALLOC_DIE 1
#define FLEXIBLE_ARRAY_MEMBER
#define _GL_ATTRIBUTE_ALLOC_SIZE(arguments)
#define _GL_ATTRIBUTE_ALWAYS_INLINE
#define _GL_ATTRIBUTE_COLD
#define _GL_ATTRIBUTE_CONST
#define _GL_ATTRIBUTE_DEALLOC(function, argument)
#define _GL_ATTRIBUTE_DEALLOC_FREE
#define _GL_ATTRIBUTE_FORMAT(spec)
#define _GL_ATTRIBUTE_FORMAT_PRINTF_STANDARD(format, arguments)
#define _GL_ATTRIBUTE_FORMAT_PRINTF_SYSTEM(format, arguments)
#define _GL_ATTRIBUTE_MALLOC
#define _GL_ATTRIBUTE_MAYBE_UNUSED
#define _GL_ATTRIBUTE_NODISCARD
#define _GL_ATTRIBUTE_NOTHROW
#define _GL_ATTRIBUTE_PURE
#define _GL_ATTRIBUTE_RETURNS_NONNULL
#define _GL_ATTRIBUTE_SPEC_PRINTF_STANDARD __printf__
#define _GL_ATTRIBUTE_SPEC_PRINTF_SYSTEM   __printf__
#define _GL_CMP(a, b)                      (((a) > (b)) - ((a) < (b)))
#define _GL_EXTERN_INLINE                  extern inline
#define _GL_INLINE                         inline
#define _GL_INLINE_HEADER_BEGIN
#define _GL_INLINE_HEADER_END

/* A child runs first, in the parent's process (process.h): setjmp is in the function that forks. */
#ifdef BB_FORK_IS_PLAYED
#include <setjmp.h>
#include <unistd.h>

jmp_buf *ftp_fork_point(void);
int ftp_fork_child(void);
#define fork()  (setjmp(*ftp_fork_point()) ? ftp_fork_child() : 0)
#define vfork() fork()
#endif

#endif
