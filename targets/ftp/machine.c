#include "machine.h"

#include <brickbat/target.h>

#include "files.h"
#include "process.h"
#include "shim/clock.h"
#include "shim/random.h"
#include "streams.h"
#include "users.h"

/* Of reads and writes in one session. The longest input has some 2000 lines, and a transfer takes
 * less than 100 of them. */
enum { WORK_MAX = 200000 };

#define LINE  "A line of sixty-four bytes, so that sixteen of them are 1024.\r\n\n"
#define LINES LINE LINE LINE LINE LINE LINE LINE LINE

static const struct files_entry entries[] = {
    {"/bin", 0755, 0, NULL},
    {"/etc", 0755, 0, NULL},
    {"/etc/ftpusers", 0644, 0, "# These may not.\n\nroot\nbin comment\n"},
    {"/etc/ftpchroot", 0644, 0, "  @jailed group\n@nobodies\njailer\n"},
    {"/etc/ftpwelcome", 0644, 0, "A small machine.\nBe nice to it.\n"},
    {"/etc/motd", 0644, 0, "Disk space is scarce.\n"},
    {"/etc/shadow", 0600, 0, "root:$toor:\n"},
    {"/tmp", 0777, 0, NULL},
    {"/pub", 0755, 0, NULL},
    {"/pub/a.txt", 0644, 0, "Public.\n"},
    {"/pub/incoming", 0777, 0, NULL},
    {"/u", 0755, 0, NULL},
    {"/u/user", 0750, 1000, NULL},
    {"/u/user/a.txt", 0644, 1000, "one\ntwo\nthree\n"},
    {"/u/user/a", 0644, 1000, LINES LINES LINES},
    {"/u/user/empty", 0644, 1000, ""},
    {"/u/user/locked", 0600, 0, "not yours\n"},
    {"/u/user/.netrc", 0600, 1000,
     "machine other login me\nmachine device login \"user\" password pa\\ss account acc\n"
     "macdef init\nls\npwd\n\ndefault login anonymous password x@\n"},
    {"/u/user/dir", 0755, 1000, NULL},
    {"/u/user/dir/b.bin", 0644, 1000, "\x01\x02\xff\xfe\r\n\r\n"},
    {"/u/user/dir/a b", 0644, 1000, "A name with a space.\n"},
    {"/u/jail", 0755, 1001, NULL},
    {"/u/jail/cell.txt", 0644, 1001, "4 by 4\n"},
};

static machine_touched_fn on_touch, on_start;
static size_t work;

void machine_reset(uid_t uid, int family, struct bb_bytes lines, network_sent_fn sent,
                   void *context)
{
    bb_shim_clock_reset();
    bb_shim_random_reset(0);
    network_reset(family, lines, sent, context);
    process_reset();
    users_reset();
    files_reset(entries, sizeof entries / sizeof *entries);
    streams_reset();
    files_who.uid = uid;
    work = 0;
}

void machine_enter(const char *path)
{
    int node = files_find(path);
    if (node != FILES_NONE)
        files_who.folder = node;
}

void machine_stop(void)
{
    streams_reset();
    files_close_all();
}

void machine_on_touch(machine_touched_fn touched)
{
    on_touch = touched;
}

void machine_touched(const char *path)
{
    if (on_touch)
        on_touch(path);
}

void machine_on_start(machine_touched_fn started)
{
    on_start = started;
}

void machine_started(const char *command)
{
    if (on_start)
        on_start(command);
}

void machine_worked(void)
{
    BB_ORACLE(work_ends, ++work < WORK_MAX, "a session reads and writes without end");
}
