/*
 * How libmicrohttpd is configured here: a Linux build with basic and digest authentication, the
 * POST processor, upgrades and messages; without TLS, epoll and sendfile, which the socket shim
 * does not have. Its own search tree is taken, whose memory the heap shim sees.
 */
#ifndef BRICKBAT_MHD_CONFIG_H
#define BRICKBAT_MHD_CONFIG_H

#define BAUTH_SUPPORT         1
#define DAUTH_SUPPORT         1
#define HAVE_MESSAGES         1
#define HAVE_POSTPROCESSOR    1
#define UPGRADE_SUPPORT       1
#define MHD_USE_POSIX_THREADS 1
#define _MHD_ITC_EVENTFD      1

/* Its own assertions, which a release leaves out: on here, but for those known to fail (known.h).
 */
#if !defined(NDEBUG) && !defined(MHD_ASSERT_H)
#define MHD_ASSERT_H 1
void bb_http_assertion(const char *condition, const char *file, unsigned line,
                       const char *function);
#define mhd_assert(condition) \
    ((condition) ? (void)0 : bb_http_assertion(#condition, __FILE__, __LINE__, __func__))
#endif

/* Under AddressSanitizer the memory pool of a connection is kept from reading across its blocks. */
#if defined(__SANITIZE_ADDRESS__)
#define BRICKBAT_POISON 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BRICKBAT_POISON 1
#endif
#endif
#ifdef BRICKBAT_POISON
#define HAVE_SANITIZER_ASAN_INTERFACE_H 1
#define FUNC_ATTR_NOSANITIZE_WORKS      1
#define MHD_ASAN_POISON_ACTIVE          1
#endif

#define HAVE_ARPA_INET_H             1
#define HAVE_CALLOC                  1
#define HAVE_CLOCK_GETTIME           1
#define HAVE_C_ALIGNOF               1
#define HAVE_C_VARARRAYS             1
#define HAVE_ENDIAN_H                1
#define HAVE_ERRNO_H                 1
#define HAVE_FCNTL_H                 1
#define HAVE_GETTIMEOFDAY            1
#define HAVE_GMTIME_R                1
#define HAVE_INET6                   1
#define HAVE_INTTYPES_H              1
#define HAVE_LIMITS_H                1
#define HAVE_LISTEN_SHUTDOWN         1
#define HAVE_MEMMEM                  1
#define HAVE_NETDB_H                 1
#define HAVE_NETINET_IN_H            1
#define HAVE_NETINET_TCP_H           1
#define HAVE_NET_IF_H                1
#define HAVE_POLL                    1
#define HAVE_POLL_H                  1
#define HAVE_PREAD64                 1
#define HAVE_PTHREAD_H               1
#define HAVE_RANDOM                  1
#define HAVE_REAL_BOOL               1
#define HAVE_SENDMSG                 1
#define HAVE_SIGNAL_H                1
#define HAVE_SNPRINTF                1
#define HAVE_SOCK_NONBLOCK           1
#define HAVE_STDALIGN_H              1
#define HAVE_STDBOOL_H               1
#define HAVE_STDDEF_H                1
#define HAVE_STDINT_H                1
#define HAVE_STDIO_H                 1
#define HAVE_STDLIB_H                1
#define HAVE_STRINGS_H               1
#define HAVE_STRING_H                1
#define HAVE_SYSCONF                 1
#define HAVE_SYS_EVENTFD_H           1
#define HAVE_SYS_IOCTL_H             1
#define HAVE_SYS_MMAN_H              1
#define HAVE_SYS_MSG_H               1
#define HAVE_SYS_PARAM_H             1
#define HAVE_SYS_SELECT_H            1
#define HAVE_SYS_SOCKET_H            1
#define HAVE_SYS_STAT_H              1
#define HAVE_SYS_TIME_H              1
#define HAVE_SYS_TYPES_H             1
#define HAVE_TIME_H                  1
#define HAVE_UNISTD_H                1
#define HAVE_WRITEV                  1
#define HAVE___FUNC__                1
#define INLINE_FUNC                  1
#define LINUX                        1
#define MHD_USE_GETSOCKNAME          1
#define SIZEOF_SIZE_T                8
#define SIZEOF_STRUCT_TIMEVAL_TV_SEC 8
#define SIZEOF_UINT64_T              8
#define SIZEOF_UNSIGNED_INT          4
#define SIZEOF_UNSIGNED_LONG_LONG    8

#define MHD_HAVE___BUILTIN_BSWAP32 1
#define MHD_HAVE___BUILTIN_BSWAP64 1
#define _MHD_EXTERN                extern
#define _MHD_NORETURN              _Noreturn
#define _MHD_static_inline         static inline __attribute__((always_inline))

#define PACKAGE         "libmicrohttpd"
#define PACKAGE_VERSION "0.9.75"
#define VERSION         PACKAGE_VERSION

#endif
