#include "keyboard.h"

#define OPEN "open device\n"

static const char *const sessions[KEYBOARD_SESSIONS] = {
    /* A visit, by ports that the server connects to. */
    OPEN "system\npwd\nls\nbinary\nget a.txt got\nascii\nput a.txt\ndir dir listed\nget a.txt -\n"
         "cd dir\ncdup\nstatus\nbye\n",
    /* Passive, and the same in the extended way. */
    OPEN "passive\nls\nget a.txt got\nepsv4\nbinary\nget a.txt got\nput a\nls - |more\nepsv4\n"
         "get none\nclose\n" OPEN "nlist\nquit\n",
    /* Over IPv6. */
    "ipv6\n" OPEN "ls\npassive\nls\nget a.txt got\nget a.txt got\nput a.txt up\nls\nquit\n",
    /* Ports of its own, in all ways. */
    OPEN "epsv4\nls\nepsv4\nget a.txt got\nls\nsendport\nls\nsendport\nget a.txt |cat\n"
         "put a.txt\nget dir/b.bin\nget a.txt\nbye\n",
    /* Many files at once. */
    OPEN "prompt\nmget *\ncase\nmget A* B*\nrunique\nmget *\nget a.txt\nmput a* dir/*\nmdelete *\n"
         "mls * got\nmdir dir got\nglob\nmget x y\nmdelete x\nprompt\nmget a\ny\na\nmput a.txt\nn\n"
         "quit\n",
    /* What is done to files. */
    OPEN
    "rename a b\ndelete a\nmkdir new\nrmdir new\nchmod 644 a\nsize a\nmodtime a\nidle\nidle 60\n"
    "umask\numask 77\nsite help\nquote stat\nrstatus\nrstatus a\nrhelp\nnewer a.txt\nrestart 4\n"
    "get a.txt\nreget a.txt\nbinary\nrestart 2\nput a.txt\nrestart 5\nget a.txt a\nappend a b\n"
    "quit\n",
    /* A second server, and from one to the other. */
    OPEN "proxy open device\nproxy ls\nproxy get a.txt b.txt\nproxy put a.txt b.txt\nproxy mget *\n"
         "y\nproxy close\nproxy open device\nstatus\nclose\nbye\n",
    /* Names that are changed on the way, and macros. */
    OPEN "nmap $1.$2.$3 [$1,$2].$3\nget a.txt\nnmap $1 $0x\nmget *\ny\nntrans ./ _-\nmget *\na\n"
         "ntrans\nnmap\nmacdef both\nget $1 $2\nls $i\n\n$ both a.txt got\n$both a b c\n"
         "macdef again\n$again\n\n$init\nsunique\nput a.txt\nbye\n",
    /* Interrupted transfers. */
    OPEN "hash\nget a.txt got\nbinary\nget a.txt got\nput a up\nget a.txt got\nreset\nput a.txt\n"
         "ascii\nget a.txt got\nput a\nget a.txt got\nclose\nbye\n",
    /* Settings, and what a server may refuse. */
    OPEN
    "debug\ntrace\nverbose\nbell\ncr\ntype\ntype image\ntype tenex\nform\nmode\nstruct\naccount\n"
    "user other\nuser a b c\nget a.txt\nverbose\nls\ntenex\nput a.txt\ncr\nascii\nget a.txt\n"
    "lcd dir\nlcd none\nlpwd\nhelp\nhelp get\nopen other\nsite\nquote\nreset\ncd\nx\nm\nquit\n",
};

const char *keyboard_session(unsigned which)
{
    return sessions[which % KEYBOARD_SESSIONS];
}
