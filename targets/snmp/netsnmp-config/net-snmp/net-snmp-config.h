/*
 * What net-snmp's configure script would find on a Linux system, as far as the files that are
 * compiled here ask for it. The library of a device: versions 1, 2c and 3, the user-based security
 * model with net-snmp's own ciphers, no agent, no network transports, no configuration files.
 */
#ifndef NET_SNMP_CONFIG_H
#define NET_SNMP_CONFIG_H

/* What configure reads from the sources: nothing to a compiler. */
#define config_belongs_in(module)
#define config_error(text)
#define config_exclude(module)
#define config_require(module)

#define HAVE_ARPA_INET_H   1
#define HAVE_DIRENT_H      1
#define HAVE_FCNTL_H       1
#define HAVE_GRP_H         1
#define HAVE_INTTYPES_H    1
#define HAVE_LIMITS_H      1
#define HAVE_LOCALE_H      1
#define HAVE_MALLOC_H      1
#define HAVE_NETDB_H       1
#define HAVE_NETINET_IN_H  1
#define HAVE_NET_IF_H      1
#define HAVE_PWD_H         1
#define HAVE_REGEX_H       1
#define HAVE_STDINT_H      1
#define HAVE_STDLIB_H      1
#define HAVE_STRING_H      1
#define HAVE_SYSLOG_H      1
#define HAVE_SYS_FILE_H    1
#define HAVE_SYS_IOCTL_H   1
#define HAVE_SYS_PARAM_H   1
#define HAVE_SYS_SELECT_H  1
#define HAVE_SYS_SOCKET_H  1
#define HAVE_SYS_STAT_H    1
#define HAVE_SYS_TIMES_H   1
#define HAVE_SYS_TIME_H    1
#define HAVE_SYS_TYPES_H   1
#define HAVE_SYS_UN_H      1
#define HAVE_SYS_UTSNAME_H 1
#define HAVE_UNISTD_H      1
#define STDC_HEADERS       1
#define TIME_WITH_SYS_TIME 1

#define HAVE_ASPRINTF             1
#define HAVE_CLOCK_GETTIME        1
#define HAVE_DECL_DAYLIGHT        1
#define HAVE_DECL_TIMEZONE        1
#define HAVE_FGETC_UNLOCKED       1
#define HAVE_FLOCKFILE            1
#define HAVE_FORK                 1
#define HAVE_FUNLOCKFILE          1
#define HAVE_GETADDRINFO          1
#define HAVE_GETGRNAM             1
#define HAVE_GETHOSTBYADDR        1
#define HAVE_GETHOSTBYNAME        1
#define HAVE_GETHOSTNAME          1
#define HAVE_GETPWNAM             1
#define HAVE_GETTIMEOFDAY         1
#define HAVE_MKSTEMP              1
#define HAVE_NFDS_T               1
#define HAVE_PRIORITYNAMES        1
#define HAVE_RANDOM               1
#define HAVE_READDIR              1
#define HAVE_REGCOMP              1
#define HAVE_SCALAR_TIMEZONE      1
#define HAVE_SETENV               1
#define HAVE_SETITIMER            1
#define HAVE_SETLOCALE            1
#define HAVE_SETSID               1
#define HAVE_SNPRINTF             1
#define HAVE_SOCKLEN_T            1
#define HAVE_SRANDOM              1
#define HAVE_SSIZE_T              1
#define HAVE_STRCASESTR           1
#define HAVE_STRDUP               1
#define HAVE_STRERROR             1
#define HAVE_STRNCASECMP          1
#define HAVE_STRTOK_R             1
#define HAVE_STRTOL               1
#define HAVE_STRTOUL              1
#define HAVE_STRTOULL             1
#define HAVE_STRUCT_DIRENT_D_TYPE 1
#define HAVE_STRUCT_TM_TM_GMTOFF  1
#define HAVE_STRUCT_TM_TM_ISDST   1
#define HAVE_VSNPRINTF            1

#define SIZEOF_SHORT           __SIZEOF_SHORT__
#define SIZEOF_INT             __SIZEOF_INT__
#define SIZEOF_LONG            __SIZEOF_LONG__
#define SIZEOF_LONG_LONG       __SIZEOF_LONG_LONG__
#define SIZEOF_INTMAX_T        __SIZEOF_LONG_LONG__
#define NETSNMP_BIGENDIAN      (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
#define NETSNMP_PRIz           "z"
#define NETSNMP_SELECT_TIMEVAL struct timeval
#define NETSNMP_FUNCTION       __func__
#define NETSNMP_IMPORT         extern
#define NETSNMP_INLINE         __inline__
#define NETSNMP_STATIC_INLINE  static __inline__
#define NETSNMP_ENABLE_INLINE  1
#define NETSNMP_USE_INLINE     1
#define NETSNMP_ATTRIBUTE_DEPRECATED
#define NETSNMP_ATTRIBUTE_UNUSED __attribute__((unused))
#define RETSIGTYPE               void
#define ENV_SEPARATOR            ":"
#define ENV_SEPARATOR_CHAR       ':'
#define PACKAGE_VERSION          "5.9.3"

/* What is built in. Not AES: where net-snmp brings the ciphers itself it names AES, too, but its
 * sc_encrypt does not do it (issue 393). */
#define NETSNMP_DEFAULT_SNMP_VERSION          3
#define NETSNMP_SECMOD_USM                    1
#define NETSNMP_USE_INTERNAL_CRYPTO           1
#define NETSNMP_ENABLE_SCAPI_AUTHPRIV         1
#define NETSNMP_CAN_DO_CRYPTO                 1
#define HAVE_AES                              1
#define NETSNMP_WITH_OPAQUE_SPECIAL_TYPES     1
#define NETSNMP_USE_REVERSE_ASNENCODING       1
#define NETSNMP_DEFAULT_ASNENCODING_DIRECTION 1
#define NETSNMP_DISABLE_AGENT                 1
#define NETSNMP_ALWAYS_DEBUG                  0
#define UCD_SNMP_LIBRARY                      1

/* Facts of the product and of where it would be installed; nothing is read from there. */
#define NETSNMP_ENTERPRISE_OID         8072
#define NETSNMP_ENTERPRISE_MIB         1, 3, 6, 1, 4, 1, 8072
#define NETSNMP_OSTYPE                 10
#define NETSNMP_SYSTEM_MIB             1, 3, 6, 1, 4, 1, 8072, 3, 2, NETSNMP_OSTYPE
#define NETSNMP_OID                    NETSNMP_ENTERPRISE_OID
#define NETSNMP_SNMPBLOCK              1
#define NETSNMP_DEFAULT_MIBS           ""
#define NETSNMP_DEFAULT_MIBDIRS        "/nonexistent"
#define NETSNMP_PERSISTENT_DIRECTORY   "/nonexistent"
#define NETSNMP_PERSISTENT_MASK        077
#define NETSNMP_AGENT_DIRECTORY_MODE   0700
#define NETSNMP_MAX_PERSISTENT_BACKUPS 10
#define NETSNMP_TEMP_FILE_PATTERN      "/nonexistent/snmpXXXXXX"
#define SNMPLIBPATH                    "/nonexistent"
#define SNMPSHAREPATH                  "/nonexistent"
#define SNMPCONFPATH                   "/nonexistent"

#endif
