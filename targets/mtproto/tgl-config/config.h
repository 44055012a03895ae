/* What tgl's configure would write, for its core: no libevent, no queries in text form. */
#define HAVE_LIBZ              1
#define HAVE_MALLOC_H          1
#define HAVE_EXECINFO_H        1
#define HAVE___BUILTIN_BSWAP32 1
#define DISABLE_EXTF           1
