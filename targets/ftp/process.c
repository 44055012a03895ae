#include "process.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "files.h"
#include "listing.h"

enum { SIGNALS = 65, CHILD_PID = 4242, PID = 4241, MESSAGE_SIZE = 1024, NO_FD = -1 };

static struct {
    ftp_signal_fn handler[SIGNALS];
    unsigned times_raised[SIGNALS];
    jmp_buf fork_point;
    bool is_child;
    int output; /* of the child, NO_FD if it is the parent's */
} now;

void process_reset(void)
{
    memset(now.handler, 0, sizeof now.handler);
    memset(now.times_raised, 0, sizeof now.times_raised);
    now.is_child = false;
    now.output = NO_FD;
}

jmp_buf *ftp_fork_point(void)
{
    now.is_child = true;
    now.output = NO_FD;
    return &now.fork_point;
}

int ftp_fork_child(void)
{
    now.is_child = false;
    return CHILD_PID;
}

bool process_is_child(void)
{
    return now.is_child;
}

void process_redirect(int from, int to)
{
    if (now.is_child && to == STDOUT_FILENO)
        now.output = from;
}

/* The only program there is. */
int ftp_call_execv(const char *path, char *const *argv)
{
    if (!now.is_child) {
        errno = EACCES;
        return -1;
    }
    if (strcmp(path, "/bin/ls") == 0 && now.output != NO_FD)
        listing_write(now.output, argv);
    longjmp(now.fork_point, 1);
}

int ftp_call_execl(const char *path, const char *argument, ...)
{
    char *const argv[] = {NULL};
    (void)argument;
    return ftp_call_execv(path, argv);
}

pid_t ftp_call_wait(int *ret_status)
{
    (void)ret_status;
    return -1;
}

pid_t ftp_call_waitpid(pid_t child, int *ret_status, int options)
{
    (void)options;
    *ret_status = 0;
    return child;
}

ftp_signal_fn ftp_call_signal(int number, ftp_signal_fn handler)
{
    ftp_signal_fn old = now.handler[number];
    now.handler[number] = handler;
    return old;
}

bool process_raise(int signal)
{
    ftp_signal_fn handler = now.handler[signal];
    if (!handler || handler == SIG_IGN || handler == SIG_DFL)
        return false;
    now.times_raised[signal]++;
    handler(signal);
    return true;
}

unsigned process_times_raised(int signal)
{
    return now.times_raised[signal];
}

/* The clock stands still; who waits for ever is told so (network.c). */
unsigned ftp_call_alarm(unsigned seconds)
{
    (void)seconds;
    return 0;
}

pid_t ftp_call_getpid(void)
{
    return PID;
}

int ftp_call_sigprocmask(int how, const sigset_t *set, sigset_t *ret_old)
{
    (void)how, (void)set;
    if (ret_old)
        sigemptyset(ret_old);
    return 0;
}

char *ftp_call_getenv(const char *name)
{
    static char home[] = "/u/user";
    return strcmp(name, "HOME") == 0 ? home : NULL;
}

int ftp_call_setenv(const char *name, const char *value, int overwrite)
{
    (void)name, (void)value, (void)overwrite;
    return 0;
}

int ftp_call_uname(struct utsname *ret_name)
{
    *ret_name = (struct utsname){.sysname = "Linux", .release = "6.1", .nodename = "device"};
    return 0;
}

/* Nobody reads the log, but the sanitizers see what is put in. */
void ftp_call_vsyslog(int priority, const char *format, va_list arguments)
{
    char message[MESSAGE_SIZE];
    (void)priority;
    vsnprintf(message, sizeof message, format, arguments);
}

void ftp_call_syslog(int priority, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    ftp_call_vsyslog(priority, format, arguments);
    va_end(arguments);
}

void ftp_call_openlog(const char *name, int option, int facility)
{
    (void)name, (void)option, (void)facility;
}
