/*
 * The table of verbs. Help, suggestions and completion are drawn from it.
 */
#include "cli/cli.h"

#define VERB(verb, args, words, more)                                              \
    {                                                                              \
        .name = #verb, .arguments = (args), .summary = (words), .details = (more), \
        .options = bb_##verb##_options, .run = bb_cmd_##verb,                      \
    }

static const char run_details[] =
    "Targets are fuzzed one after the other. The live corpus, logs and crash files are in\n"
    "reports/work/TARGET/; a crash file stays there until it is stored as a finding, so a run "
    "that\n"
    "was killed loses none: the next run, or 'triage TARGET', takes it up.\n\n"
    "libFuzzer ends at a crash and is started again; after more than three quick crashes in a row\n"
    "with growing pauses. With two engines, jobs are shared out evenly.\n\n"
    "Environment: BRICKBAT_MIN_FREE_MB (200): the run stops when the disk has less room than "
    "this.\n";

static const char triage_details[] =
    "Without FILE, what the engines have left in reports/work/TARGET/ is taken. Those files are\n"
    "removed once they are stored; files of your own are never removed.\n";

static const char show_details[] =
    "FILE may be '-' for standard input. Lies (fields that contradict what they should say) and\n"
    "bytes that no field took are marked. With --stats, each file's share of bytes in typed "
    "fields,\n"
    "and the messages and fields at which most bytes stay raw: for the author of a grammar.\n\n"
    "A pcap or pcapng FILE is cut into the messages in it, as 'seeds' does.\n";

static const char seeds_details[] =
    "CAPTURE is a pcap or pcapng file, '-' for standard input. TCP streams are followed; where "
    "bytes\n"
    "are missing, a stream is cut, never joined. Each UDP datagram is a seed, or a part of its "
    "flow's\n"
    "session if GRAMMAR is one of datagrams behind a 16-bit length; --per packet takes them one "
    "by\n"
    "one, and TCP by the segment. Each Bluetooth HCI or 802.15.4 frame is a seed.\n\n"
    "The client is who connects, else the end without the --port, else the one with the higher\n"
    "port. Seeds are named for their flow and content; no content is written twice. DIR.jsonl says "
    "of\n"
    "each seed where it comes from and how much of it the grammar knows.\n";

static const char generate_details[] =
    "Valid messages follow the grammar in everything; hostile ones are valid ones, mutated until "
    "a\n"
    "length, count, constant or digest lies, or bytes fit no field (a grammar without such fields\n"
    "gives plain mutations). No content comes twice; the same seed gives the same files, byte for\n"
    "byte.\n\n"
    "Files are named valid-* and hostile-*, so the folder is a corpus for any fuzzer; beside it,\n"
    "DIR.jsonl says of each file how it was made and which lies it holds. Streams go to stdout\n"
    "unless --output names a FILE: raw bytes, lines of hex or JSON, or a capture, in which each\n"
    "message is a datagram (pcap) or a connection of its own (pcap-tcp).\n";

static const char findings_details[] =
    "With --group, findings of one parser that crash in much the same way stand together: they may "
    "be\n"
    "one bug. A group is named after the oldest finding in it.\n\n"
    "With --recheck, the inputs of the findings that are listed are replayed, three times each "
    "(20\n"
    "if it does not always crash). What is survived is fixed from then on, what crashes again\n"
    "reopened; ignored findings stay so. Ends with 1 if any of the others crashes.\n";

static const char finding_details[] =
    "Findings that are similar are in one group (findings --group); what the user says stands "
    "above\n"
    "that, and stays. With --merge, crashes of the other finding are counted under ID from now "
    "on.\n"
    "With --split, a merged finding counts its own again; one that is not merged is kept out of "
    "its\n"
    "group; and INPUT, a file whose content hit ID, is a finding of its own whenever it crashes: "
    "it\n"
    "is replayed at once.\n";

static const char promote_details[] =
    "The current build must survive both its inputs, three times each. The smaller one is written\n"
    "to the folder of regressions of its target, where tests replay it, and the finding is fixed.\n"
    "Ends with 1 if it still crashes. With --target, the finding of a parser with the bug becomes\n"
    "a seed of one without it.\n";

static const char list_details[] =
    "With words, only targets that have each of them in name, protocol, parser or grammar. A\n"
    "variant, <target>_pristine for the parser as released, is not listed beside its target\n"
    "unless asked for by --all; --json and --names give them all.\n";

const struct bb_verb bb_verbs[] = {
    VERB(list, "[WORD...]", "lists the targets: protocol, parser, version, seeds, last run",
         list_details),
    VERB(build, "[TARGET...]", "builds the variants that a later verb needs", NULL),
    VERB(run, "TARGET... [-- ENGINE FLAGS]",
         "fuzzes; new crashes are triaged and minimized while it runs", run_details),
    VERB(replay, "TARGET FILE|DIR...", "runs saved inputs and says what each did", NULL),
    VERB(show, "TARGET|GRAMMAR FILE|DIR...", "decodes inputs field by field, or sums them up",
         show_details),
    VERB(seeds, "TARGET|GRAMMAR CAPTURE|DIR...", "cuts seeds out of captured traffic",
         seeds_details),
    VERB(generate, "TARGET|GRAMMAR", "writes valid and hostile messages for other tools",
         generate_details),
    VERB(triage, "TARGET [FILE|DIR...]", "replays crash files, tells them apart, stores, minimizes",
         triage_details),
    VERB(log, "[FILE]", "reads a sanitizer's log and prints it as JSON", NULL),
    VERB(findings, "", "lists the findings in the store, or rechecks them", findings_details),
    VERB(finding, "ID [INPUT]",
         "shows a finding: stack, input, commands; ignores, merges, exports it", finding_details),
    VERB(promote, "ID", "makes the input of a finding that is fixed a regression seed",
         promote_details),
    VERB(tmin, "TARGET FILE", "makes a crashing input smaller, with the same bug", NULL),
    VERB(doctor, "", "checks compilers, engines, disk and kernel settings, and says the mend",
         NULL),
    VERB(help, "[VERB]", "explains a verb", NULL),
    VERB(completion, "", "prints a completion script for bash", NULL),
    {0},
};
