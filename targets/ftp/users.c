/*
 * Who may use the machine. Passwords are kept as crypt() gives them, which is played, too: it says
 * "$" and the password.
 */
#include "users.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "calls.h"
#include "files.h"
#include "shim/heap.h"
#include "shim/heap_calls.h"

enum { GROUP_JAILED = 500, GROUP_STAFF = 50, CRYPT_SIZE = 600, UID_CHANGES_MAX = 48 };

static struct passwd users[] = {
    {.pw_name = "root", .pw_passwd = "$toor", .pw_dir = "/", .pw_shell = "/bin/sh"},
    {.pw_name = "user",
     .pw_passwd = "$pass",
     .pw_uid = 1000,
     .pw_gid = GROUP_STAFF,
     .pw_dir = "/u/user",
     .pw_shell = "/bin/sh"},
    {.pw_name = "ftp",
     .pw_passwd = "*",
     .pw_uid = 14,
     .pw_gid = 14,
     .pw_dir = "/pub",
     .pw_shell = "/bin/false"},
    {.pw_name = "jail",
     .pw_passwd = "$key",
     .pw_uid = 1001,
     .pw_gid = GROUP_JAILED,
     .pw_dir = "/u/jail",
     .pw_shell = ""},
    {.pw_name = "lost",
     .pw_passwd = "$way",
     .pw_uid = 1002,
     .pw_gid = GROUP_STAFF,
     .pw_dir = "/u/nowhere",
     .pw_shell = "/bin/sh"},
    {.pw_name = "mute", /* his shell is none that may log in */
     .pw_passwd = "$sh",
     .pw_uid = 1003,
     .pw_gid = GROUP_STAFF,
     .pw_dir = "/tmp",
     .pw_shell = "/bin/none"},
    {.pw_name = "void", .pw_passwd = "", .pw_uid = 1004, .pw_dir = "/tmp", .pw_shell = "/bin/sh"},
};

enum { USERS = sizeof users / sizeof *users };

static size_t next_shell;
static unsigned uid_changes;
static char last_password[CRYPT_SIZE];

bool users_may_log_in(const char *name)
{
    static const char *const names[] = {"user", "jail", "lost"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

bool users_know_password(const char *name)
{
    const struct passwd *user = ftp_call_getpwnam(name);
    return user && *user->pw_passwd && strcmp(user->pw_passwd, last_password) == 0;
}

void users_reset(void)
{
    last_password[0] = '\0';
    next_shell = 0;
    uid_changes = 0;
}

bool users_were_stuck(void)
{
    return uid_changes >= UID_CHANGES_MAX;
}

struct passwd *ftp_call_getpwnam(const char *name)
{
    for (size_t i = 0; i < USERS; i++)
        if (strcmp(users[i].pw_name, name) == 0)
            return &users[i];
    return NULL;
}

struct passwd *ftp_call_getpwuid(uid_t uid)
{
    for (size_t i = 0; i < USERS; i++)
        if (users[i].pw_uid == uid)
            return &users[i];
    return NULL;
}

int ftp_call_getpwnam_r(const char *name, struct passwd *user, char *buf, size_t size,
                        struct passwd **ret_user)
{
    const struct passwd *found = ftp_call_getpwnam(name);
    (void)buf, (void)size;
    *ret_user = found ? user : NULL;
    if (found)
        *user = *found;
    return 0;
}

struct group *ftp_call_getgrnam(const char *name)
{
    static struct group jailed = {.gr_name = "jailed", .gr_gid = GROUP_JAILED};
    return strcmp(name, jailed.gr_name) == 0 ? &jailed : NULL;
}

int ftp_call_mgetgroups(const char *name, gid_t gid, gid_t **ret_groups)
{
    (void)name;
    *ret_groups = bb_shim_malloc(sizeof **ret_groups);
    if (!*ret_groups)
        return -1;
    **ret_groups = gid;
    return 1;
}

void ftp_call_setusershell(void)
{
    next_shell = 0;
}

char *ftp_call_getusershell(void)
{
    static char shells[][8] = {"/bin/sh"};
    return next_shell < sizeof shells / sizeof *shells ? shells[next_shell++] : NULL;
}

void ftp_call_endusershell(void)
{
    next_shell = 0;
}

char *ftp_call_crypt(const char *password, const char *salt)
{
    (void)salt;
    snprintf(last_password, sizeof last_password, "$%s", password);
    return last_password;
}

char *ftp_call_getlogin(void)
{
    return users[1].pw_name;
}

char *ftp_call_getpass(const char *prompt)
{
    static char typed[CRYPT_SIZE];
    (void)prompt;
    strcpy(typed, "pass");
    return typed;
}

int ftp_call_getlogin_r(char *buf, size_t size)
{
    return snprintf(buf, size, "user") < (int)size ? 0 : ERANGE;
}

uid_t ftp_call_getuid(void)
{
    return files_who.uid;
}

/* The real user is root, who can become anybody and himself again. */
int ftp_call_seteuid(uid_t uid)
{
    if (uid == 0 && ++uid_changes == UID_CHANGES_MAX) {
        errno = EAGAIN;
        return -1;
    }
    files_who.uid = uid;
    return 0;
}

int ftp_call_setegid(gid_t gid)
{
    (void)gid;
    return 0;
}

int ftp_call_initgroups(const char *name, gid_t gid)
{
    (void)name, (void)gid;
    return 0;
}

void ftp_call_logwtmp_keep_open(const char *line, const char *name, const char *host)
{
    (void)line, (void)name, (void)host;
}
