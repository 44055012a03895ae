/*
 * ftp_inetutils_ftpd: one session with GNU inetutils' FTP server, from its main() to the end, as
 * inetd starts it for each connection. It runs on a machine in memory (machine.h); its parser is
 * the generated C of ftpcmd.y, with the lexer that is in there.
 *
 * Input: what the client sends on the control connection, line by line, logins included: "USER
 * user", "PASS pass" (users.h). A session that names addresses is held twice: over IPv4, and over
 * IPv6.
 */
#include <brickbat/target.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <arpa/ftp.h>

#include <extern.h>

#include "files.h"
#include "machine.h"
#include "process.h"
#include "replies.h"
#include "shim/heap.h"
#include "shim/leave.h"
#include "shim/snapshot.h"
#include "shim/socket.h"
#include "telnet_lines.h"
#include "transfers.h"
#include "users.h"

enum { HEAP_MAX_BYTES = 4 << 20, DESCRIPTORS_MAX = 8, PATH_SIZE = 512 };

/* The server's main, and what belongs to other modes of it. */
int ftpd_main(int argc, char **argv, char **envp);
const char *program_name = "ftpd";
int usefamily;

/* A daemon of its own, which it never is here. */
int server_mode(const char *pid_file, struct sockaddr *his_address, socklen_t *len, char **argv)
{
    (void)pid_file, (void)his_address, (void)len, (void)argv;
    return -1;
}

static void check_login(void)
{
    if (!cred.logged_in)
        return;
    BB_ORACLE(login_is_allowed, cred.guest || (cred.name && users_may_log_in(cred.name)),
              "somebody is logged in who may not be");
    BB_ORACLE(login_needs_password, cred.guest || users_know_password(cred.name),
              "somebody is logged in without the password");
    BB_ORACLE(acts_as_user, files_who.uid == cred.uid, "the server goes on with root's rights");
}

/* A few dozen situations: who is logged in, and what the next transfer will be like. */
static void report_state(unsigned last_reply)
{
    unsigned user = !cred.logged_in ? 0 : cred.guest ? 1 : cred.dochroot ? 2 : 3;
    unsigned way = pdata >= 0 ? 2 : usedefault ? 0 : 1;
    bb_state(user | way << 2 | (unsigned)(type & 3) << 4 | (restart_point != 0) << 6 |
             (last_reply / 100 == 3) << 7);
}

/* At the end of a transfer that went well: the file at both ends. */
static void check_transfer(void)
{
    char path[PATH_SIZE];
    bool is_text = type == TYPE_A;
    bool is_up = transfer_command(network_last_line(), "STOR", path, sizeof path);
    if (restart_point ||
        (!is_up && !transfer_command(network_last_line(), "RETR", path, sizeof path)))
        return;
    int node = files_find(path);
    if (node == FILES_NONE)
        return;
    struct bb_bytes file = files_content(node);
    if (is_up)
        BB_ORACLE(upload_is_stored, transfer_is_stored(network_data_sent(), file, is_text),
                  "a file is not what was sent");
    else
        BB_ORACLE(download_is_whole, transfer_is_sent(file, network_data_received(), is_text),
                  "what is sent is not the file");
}

static void on_reply(void *context, struct bb_bytes bytes)
{
    struct replies *replies = context;
    replies_take(replies, bytes);
    BB_ORACLE(reply_has_number, !replies->is_wrong, "a reply does not begin with its number");
    check_login();
    BB_ORACLE(rights_are_checked, !users_were_stuck(),
              "the server goes on without the rights that it could not take");
    if (bb_bytes_has_prefix(bytes, "226 Transfer complete."))
        check_transfer();
    report_state(replies->last);
}

/* Only the server's own files, before anybody is logged in. */
static void on_touch(const char *path)
{
    BB_ORACLE(files_need_login, cred.logged_in || strncmp(path, "/etc/", 5) == 0,
              "a file is used before anybody is logged in");
}

/* Over IPv6 the server says more to those whom it refuses, and less of itself. */
static void serve(void *context)
{
    char *argv[] = {"ftpd", "-l", "-l", "-d", "-q", "--non-rfc2577", NULL};
    char *envp[] = {NULL};
    int count = *(const int *)context == AF_INET6 ? 6 : 4;
    argv[count] = NULL;
    ftpd_main(count, argv, envp);
}

/* The server goes when the client does, after too many wrong passwords (0), when the connection is
 * lost (-1), nobody comes, root's rights cannot be taken back, or there is no memory (1). */
static bool is_end_of_session(void *context, const struct bb_leave *leave)
{
    (void)context;
    return leave->how == BB_LEAVE_EXIT &&
           (leave->status == 0 || process_times_raised(SIGPIPE) || process_times_raised(SIGALRM) ||
            users_were_stuck() || bb_shim_heap_refused() > 0);
}

/* Replies that end a command: one as a greeting, and at least one for each line; but for lines that
 * came as urgent data. */
static void check_answers(struct bb_bytes session, const struct replies *replies)
{
    struct bb_bytes taken = bb_bytes_of(session.ptr, session.len - network_left().len);
    size_t lines = telnet_lines(taken);
    size_t urgent = process_times_raised(SIGURG);
    BB_ORACLE(commands_are_answered, replies->finals + urgent >= lines + 1,
              "a command is not answered");
}

static void hold(struct bb_bytes session, int family)
{
    struct replies replies = {0};
    bb_shim_heap_begin(HEAP_MAX_BYTES);
    machine_reset(0, family, session, on_reply, &replies);
    struct bb_leave leave = bb_shim_leave_run(serve, &family);
    BB_ORACLE(session_ends, leave.how == BB_LEAVE_EXIT, "the server returns from its loop");
    BB_ORACLE(replies_are_complete, replies_are_complete(&replies), "a reply has no end");
    if (leave.status == 0)
        check_answers(session, &replies);
    BB_ORACLE(descriptors_are_closed,
              bb_shim_socket_open_count() + files_open_count() <= DESCRIPTORS_MAX,
              "the server keeps descriptors that it does not use");
    machine_stop();
}

static bool names_address(struct bb_bytes session)
{
    static const char *const verbs[] = {"PORT", "PASV", "EPRT", "EPSV", "LPRT", "LPSV"};
    for (struct bb_bytes line; bb_bytes_take_line(&session, &line);)
        for (size_t i = 0; line.len >= 4 && i < sizeof verbs / sizeof *verbs; i++)
            if (strncasecmp((const char *)line.ptr, verbs[i], 4) == 0)
                return true;
    return false;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    machine_on_touch(on_touch);
    bb_shim_leave_on_leave(is_end_of_session, NULL);
    bb_shim_snapshot_take();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bb_bytes session = bb_bytes_of(data, size);
    hold(session, AF_INET);
    if (names_address(session))
        hold(session, AF_INET6);
    return 0;
}
