/*
 * The calls that calls.syms puts in the place of the system's, for the FTP programs: files
 * (files.h), stdio (streams.h), users and processes (process.h), sockets (network.h, on the socket
 * shim). Same contracts as their manual pages, as far as these programs use them. Only renamed
 * objects call them.
 */
#ifndef BB_FTP_CALLS_H
#define BB_FTP_CALLS_H

#include <dirent.h>
#include <grp.h>
#include <netdb.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

/* calls_files.c */
int ftp_call_stat(const char *path, struct stat *ret_stat);
int ftp_call_lstat(const char *path, struct stat *ret_stat);
int ftp_call_fstat(int fd, struct stat *ret_stat);
int ftp_call_fstatat(int folder, const char *path, struct stat *ret_stat, int flags);
DIR *ftp_call_opendir(const char *path);
struct dirent *ftp_call_readdir(DIR *folder);
int ftp_call_closedir(DIR *folder);
int ftp_call_dirfd(DIR *folder);
int ftp_call_mkdir(const char *path, mode_t mode);
int ftp_call_rmdir(const char *path);
int ftp_call_unlink(const char *path);
int ftp_call_rename(const char *from, const char *to);
int ftp_call_chmod(const char *path, mode_t mode);
int ftp_call_chdir(const char *path);
int ftp_call_chroot(const char *path);
char *ftp_call_getcwd(char *buf, size_t size);
mode_t ftp_call_umask(mode_t mask);
int ftp_call_access(const char *path, int mode);
int ftp_call_mkstemp(char *pattern);
int ftp_call_pipe(int fds[2]);
int ftp_call_dup2(int from, int to);
int ftp_call_close(int fd);
ssize_t ftp_call_read(int fd, void *buf, size_t len);
ssize_t ftp_call_write(int fd, const void *buf, size_t len);
off_t ftp_call_lseek(int fd, off_t offset, int whence);
void *ftp_call_mmap(void *address, size_t len, int protection, int flags, int fd, off_t offset);
int ftp_call_munmap(void *address, size_t len);

/* streams.c; the three variables take the place of stdin and its like. */
extern FILE *ftp_stdin, *ftp_stdout, *ftp_stderr;
FILE *ftp_call_fopen(const char *path, const char *mode);
FILE *ftp_call_fdopen(int fd, const char *mode);
FILE *ftp_call_freopen(const char *path, const char *mode, FILE *stream);
int ftp_call_fclose(FILE *stream);
int ftp_call_fileno(FILE *stream);
int ftp_call_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
int ftp_call_vprintf(const char *format, va_list arguments);
int ftp_call_putchar(int c);
int ftp_call_puts(const char *text);
void ftp_call_perror(const char *text);
ssize_t ftp_call_getdelim(char **line, size_t *size, int delimiter, FILE *stream);
ssize_t ftp_call_getline(char **line, size_t *size, FILE *stream);
FILE *ftp_call_popen(const char *command, const char *mode);
int ftp_call_pclose(FILE *stream);

/* process.c */
typedef void (*ftp_signal_fn)(int);
ftp_signal_fn ftp_call_signal(int number, ftp_signal_fn handler);
unsigned ftp_call_alarm(unsigned seconds);
int ftp_call_execv(const char *path, char *const *argv);
int ftp_call_execl(const char *path, const char *argument, ...);
pid_t ftp_call_wait(int *ret_status);
pid_t ftp_call_waitpid(pid_t child, int *ret_status, int options);
pid_t ftp_call_getpid(void);
int ftp_call_sigprocmask(int how, const sigset_t *set, sigset_t *ret_old);
char *ftp_call_getenv(const char *name);
int ftp_call_setenv(const char *name, const char *value, int overwrite);
int ftp_call_uname(struct utsname *ret_name);
void ftp_call_openlog(const char *name, int option, int facility);
void ftp_call_syslog(int priority, const char *format, ...) __attribute__((format(printf, 2, 3)));
void ftp_call_vsyslog(int priority, const char *format, va_list arguments);

/* users.c */
struct passwd *ftp_call_getpwnam(const char *name);
struct passwd *ftp_call_getpwuid(uid_t uid);
int ftp_call_getpwnam_r(const char *name, struct passwd *user, char *buf, size_t size,
                        struct passwd **ret_user);
struct group *ftp_call_getgrnam(const char *name);
int ftp_call_mgetgroups(const char *name, gid_t gid, gid_t **ret_groups);
void ftp_call_setusershell(void);
char *ftp_call_getusershell(void);
void ftp_call_endusershell(void);
char *ftp_call_crypt(const char *password, const char *salt);
char *ftp_call_getlogin(void);
char *ftp_call_getpass(const char *prompt);
int ftp_call_getlogin_r(char *buf, size_t size);
uid_t ftp_call_getuid(void);
int ftp_call_seteuid(uid_t uid);
int ftp_call_setegid(gid_t gid);
int ftp_call_initgroups(const char *name, gid_t gid);
void ftp_call_logwtmp_keep_open(const char *line, const char *name, const char *host);

/* network.c */
int ftp_call_accept(int fd, struct sockaddr *address, socklen_t *len);
int ftp_call_bind(int fd, const struct sockaddr *address, socklen_t len);
int ftp_call_dup(int fd);
int ftp_call_connect(int fd, const struct sockaddr *address, socklen_t len);
int ftp_call_getsockname(int fd, struct sockaddr *address, socklen_t *len);
int ftp_call_getpeername(int fd, struct sockaddr *address, socklen_t *len);
int ftp_call_setsockopt(int fd, int level, int name, const void *value, socklen_t len);
int ftp_call_fcntl(int fd, int command, ...);
int ftp_call_select(int count, fd_set *readable, fd_set *writable, fd_set *exceptional,
                    struct timeval *timeout);

/* names.c */
struct servent *ftp_call_getservbyname(const char *name, const char *protocol);
int ftp_call_isatty(int fd);
int ftp_call_gethostname(char *buf, size_t size);
int ftp_call_getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
                         struct addrinfo **ret_addresses);
void ftp_call_freeaddrinfo(struct addrinfo *addresses);
int ftp_call_getnameinfo(const struct sockaddr *address, socklen_t len, char *host,
                         socklen_t host_size, char *service, socklen_t service_size, int flags);

#endif
