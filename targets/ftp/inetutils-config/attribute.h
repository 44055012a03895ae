/*
 * gnulib's attribute.h, which ftpd.c and cmds.c include behind their own headers: from here on some
 * of their calls are known_*.c's.
 */
#include_next "attribute.h"

#ifdef BB_KNOWN_FTPD
static const char *name; /* where a function has none of its own */
#define ftpd_popen(program, type)                 \
    __extension__({                               \
        FILE *stream = ftpd_popen(program, type); \
        name = ftp_known_listing_name(program);   \
        stream;                                   \
    })

#define telnet_fgets(line, size, stream) telnet_fgets(line, ftp_known_urgent_size(size), stream)

#define socket(family, type, protocol) \
    (ftp_known_close_passive(&pdata), socket(family, type, protocol))

/* The first and the last thing that a list of files does, and what uses up the descriptor that
 * waits for a connection. */
#define strpbrk(text, set)       (ftp_known_list_begins(pdata), strpbrk(text, set))
#define accept(fd, address, len) (ftp_known_list_connects(), accept(fd, address, len))
#define free(memory)             (ftp_known_list_ends(#memory, &pdata, &data), free(memory))

#define auth_user(name, credentials) \
    (ftp_known_forget_user(&askpasswd), auth_user(name, credentials))

/* As curdir() and as curdir(void). */
#define curdir(...) CURDIR_##__VA_ARGS__
#define CURDIR_     ftp_known_folder(curdir())
#define CURDIR_void curdir(void)
#endif

#ifdef BB_KNOWN_CMDS
/* In mget, the only one to call the remote file `cp`, the local name is the server's, too. */
#define recvrequest(command, local, remote, mode, names)                             \
    recvrequest(command, ftp_known_local(local, strcmp(#remote, "cp") == 0), remote, \
                ftp_known_mode(mode, sizeof(mode)), names)
#endif
