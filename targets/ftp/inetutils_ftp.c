/*
 * ftp_inetutils_client: GNU inetutils' FTP client, from its main() to the end, against a server
 * that says anything. It runs on a machine in memory (machine.h).
 *
 * Input: what the server says on the control connection, line by line. Which of ten users sits at
 * the keyboard (keyboard.h) is told by the third digit of the greeting, which means nothing else:
 * 220 is the first one's. Their data connections are those of network.h.
 */
#include <brickbat/target.h>

#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "keyboard.h"
#include "machine.h"
#include "shim/heap.h"
#include "shim/leave.h"
#include "shim/snapshot.h"

enum { HEAP_MAX_BYTES = 4 << 20, USER_UID = 1000, COMMAND_SIZE = 8192, INTERRUPTING = 8 };

/* The client's main, and what we look at. */
int ftp_main(int argc, char **argv);
extern int connected, code, passivemode;

const char *program_name = "ftp";

struct commands {
    unsigned user;
    uint8_t line[COMMAND_SIZE]; /* the one that is not over */
    size_t len;
};

/* "VERB", or "VERB argument"; letters as the user typed them after `quote`. */
static bool is_command(const uint8_t *line, size_t len)
{
    size_t letters = 0;
    while (letters < len && isalpha(line[letters]))
        letters++;
    return letters >= 3 && letters <= 4 && len >= letters + 2 && line[len - 2] == '\r' &&
           (line[letters] == ' ' || line[letters] == '\r');
}

enum { IAC = 0xff, WILL = 0xfb, DONT = 0xfe, DM = 0xf2 };

static bool is_negotiation(uint8_t verb)
{
    return verb >= WILL && verb <= DONT;
}

/* Telnet's answers and signals stand before a command. */
static size_t telnet_len(const uint8_t *line, size_t len)
{
    size_t at = 0;
    while (at + 1 < len && (line[at] == IAC || line[at] == DM))
        at += line[at] == DM ? 1 : is_negotiation(line[at + 1]) ? 3 : 2;
    return at < len ? at : len;
}

/* A line feed may be the number of a Telnet option, too. */
static bool is_line(const uint8_t *line, size_t len)
{
    bool is_option = len >= 3 && line[len - 3] == IAC && is_negotiation(line[len - 2]);
    return line[len - 1] == '\n' && !is_option;
}

static void on_command(void *context, struct bb_bytes bytes)
{
    struct commands *commands = context;
    for (size_t i = 0; i < bytes.len; i++) {
        BB_ORACLE(command_is_finite, commands->len < sizeof commands->line,
                  "a command is longer than any that the user typed");
        commands->line[commands->len++] = bytes.ptr[i];
        if (!is_line(commands->line, commands->len))
            continue;
        size_t at = telnet_len(commands->line, commands->len);
        BB_ORACLE(command_has_verb, is_command(commands->line + at, commands->len - at),
                  "a line to the server is no command");
        commands->len = 0;
    }
    bb_state(commands->user | (unsigned)(connected != 0) << 4 | (unsigned)(passivemode != 0) << 5 |
             (unsigned)(code > 0 ? code / 100 % 8 : 0) << 6);
}

/* Whatever the server says, data comes from there. */
static void on_connect(const struct sockaddr *address)
{
    const struct sockaddr_in *in = (const struct sockaddr_in *)address;
    const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)address;
    bool is_server = address->sa_family == AF_INET6 ? IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr)
                                                    : in->sin_addr.s_addr == htonl(INADDR_LOOPBACK);
    BB_ORACLE(data_from_server, is_server, "the client connects to somebody else");
}

/* Only those that a user typed. */
static void on_start(const char *command)
{
    static const char *const typed[] = {"more", "cat"};
    bool is_typed = false;
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
        is_typed |= strcmp(command, typed[i]) == 0;
    BB_ORACLE(program_is_typed, is_typed, "a server makes the client start a program");
}

static void visit(void *context)
{
    char *argv[] = {"ftp", "-v", NULL};
    (void)context;
    ftp_main(2, argv);
}

/* The user leaves, or there is no memory. */
static bool is_end_of_session(void *context, const struct bb_leave *leave)
{
    (void)context;
    return leave->how == BB_LEAVE_EXIT && (leave->status == 0 || bb_shim_heap_refused() > 0);
}

static unsigned user_of(struct bb_bytes replies)
{
    return replies.len >= 3 && isdigit(replies.ptr[2]) ? (unsigned)(replies.ptr[2] - '0') : 0;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    machine_on_start(on_start);
    network_on_connect(on_connect);
    bb_shim_leave_on_leave(is_end_of_session, NULL);
    bb_shim_snapshot_take();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bb_bytes replies = bb_bytes_of(data, size);
    struct commands commands = {.user = user_of(replies)};
    bb_shim_heap_begin(HEAP_MAX_BYTES);
    machine_reset(USER_UID, AF_UNSPEC, replies, on_command, &commands);
    machine_enter("/u/user");
    network_type(bb_bytes_str(keyboard_session(commands.user)));
    if (commands.user == INTERRUPTING)
        network_interrupt_in(1);
    struct bb_leave leave = bb_shim_leave_run(visit, NULL);
    BB_ORACLE(session_ends, leave.how == BB_LEAVE_EXIT, "the client returns from its loop");
    machine_stop();
    return 0;
}
