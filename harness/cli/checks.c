#include "cli/checks.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/program.h"
#include "base/subprocess.h"

enum {
    VERSION_TIMEOUT_MS = 10000,
    MAX_OUTPUT_BYTES = 64 * 1024,
    NEEDED_DISK_MB = 1024,
    NEEDED_MEMORY_MB = 1024,
    SAFE_MMAP_RND_BITS = 28,
};

struct tool {
    const char *program;
    const char *package;
    const char *argument; /* that makes it tell its version */
    int oldest;           /* major version; 0: any */
    int oldest_minor;
    bool needed;
    const char *what_for;
};

static const struct tool tools[] = {
    {"cmake", "cmake", "--version", 3, 25, true, "building"},
    {"ninja", "ninja-build", "--version", 0, 0, true, "building"},
    {"clang", "clang", "--version", 14, 0, true, "libFuzzer and the replayer"},
    {"gcc", "gcc", "--version", 0, 0, false, "the plain replayer"},
    {"afl-fuzz", "afl++", "-h", 4, 0, true, "the engine AFL++"},
    {"afl-clang-fast", "afl++", "--version", 0, 0, true, "the engine AFL++"},
    {"llvm-symbolizer", "llvm", "--version", 0, 0, true, "function names in reports"},
    {"protoc", "protobuf-compiler", "--version", 0, 0, true, "grammars"},
    {"protoc-c", "protobuf-c-compiler", "--version", 0, 0, true, "grammars"},
    {"dpkg-source", "dpkg-dev", "--version", 0, 0, false, "fetching parsers from the distribution"},
    {"gdb", "gdb", "--version", 0, 0, false, "replay --gdb"},
};

struct list {
    struct bb_check *checks;
    size_t n;
};

static struct bb_check *add(struct list *list, const char *name)
{
    struct bb_check *check = &list->checks[list->n++];
    *check = (struct bb_check){.name = name};
    return check;
}

/* The first "12.3..." in the text. */
static bool find_version(const char *text, char *ret_version, size_t size)
{
    for (const char *at = text; *at; at++) {
        size_t digits = strspn(at, "0123456789");
        if (digits && at[digits] == '.' && isdigit((unsigned char)at[digits + 1])) {
            size_t n = strspn(at, "0123456789.");
            n -= at[n - 1] == '.'; /* the end of a sentence */
            snprintf(ret_version, size, "%.*s", (int)n, at);
            return true;
        }
        at += digits ? digits - 1 : 0;
    }
    return false;
}

static void ask_version(const struct tool *tool, char *ret_version, size_t size)
{
    const char *argv[] = {tool->program, tool->argument, NULL};
    struct bb_buf output = BB_BUF_INIT(MAX_OUTPUT_BYTES);
    struct bb_stream stream = {.to = BB_STREAM_BUF, .buf = &output};
    struct bb_subprocess_spec spec = {.argv = argv, .out = stream, .err = stream};
    struct bb_exit how;
    snprintf(ret_version, size, "unknown");
    if (bb_subprocess_run(&spec, VERSION_TIMEOUT_MS, NULL, &how, NULL) == BB_OK)
        find_version(bb_buf_str(&output), ret_version, size);
    bb_buf_free(&output);
}

static bool is_old(const struct tool *tool, const char *version)
{
    int major = atoi(version);
    const char *dot = strchr(version, '.');
    int minor = dot ? atoi(dot + 1) : 0;
    return major < tool->oldest || (major == tool->oldest && minor < tool->oldest_minor);
}

static void check_tool(struct list *list, const struct tool *tool)
{
    struct bb_check *check = add(list, tool->program);
    char version[32];
    if (!bb_program_find(tool->program, NULL)) {
        check->verdict = tool->needed ? BB_CHECK_MISSING : BB_CHECK_WARNING;
        snprintf(check->found, sizeof check->found, "not installed; it is for %s", tool->what_for);
        snprintf(check->mend, sizeof check->mend, "apt-get install %s", tool->package);
        return;
    }
    ask_version(tool, version, sizeof version);
    snprintf(check->found, sizeof check->found, "%s", version);
    if (!tool->oldest || !is_old(tool, version))
        return;
    check->verdict = tool->needed ? BB_CHECK_MISSING : BB_CHECK_WARNING;
    snprintf(check->mend, sizeof check->mend, "version %d.%d or later is needed: package %s",
             tool->oldest, tool->oldest_minor, tool->package);
}

/* The compiler alone cannot link a fuzzer: its runtime is a package of its own. */
static void check_runtime(struct list *list)
{
    const char *argv[] = {"clang", "-print-runtime-dir", NULL};
    struct bb_buf output = BB_BUF_INIT(PATH_MAX);
    struct bb_subprocess_spec spec = {.argv = argv, .out = {.to = BB_STREAM_BUF, .buf = &output}};
    struct bb_exit how;
    struct bb_check *check = add(list, "libFuzzer runtime");
    char path[PATH_MAX + 64] = "";
    if (bb_subprocess_run(&spec, VERSION_TIMEOUT_MS, NULL, &how, NULL) == BB_OK && how.code == 0) {
        const char *folder = bb_buf_str(&output);
        snprintf(path, sizeof path, "%.*s/libclang_rt.fuzzer-x86_64.a", (int)strcspn(folder, "\n"),
                 folder);
    }
    bb_buf_free(&output);
    if (access(path, R_OK) == 0) {
        snprintf(check->found, sizeof check->found, "there");
        return;
    }
    check->verdict = BB_CHECK_MISSING;
    snprintf(check->found, sizeof check->found, "not found beside clang");
    snprintf(check->mend, sizeof check->mend, "apt-get install libclang-rt-14-dev");
}

/* The first line of a file of the kernel, "" if it has none. */
static void read_line(const char *path, char *ret_line, size_t size)
{
    FILE *file = fopen(path, "re");
    ret_line[0] = '\0';
    if (file && fgets(ret_line, (int)size, file))
        ret_line[strcspn(ret_line, "\n")] = '\0';
    if (file)
        fclose(file);
}

static void check_core_pattern(struct list *list)
{
    struct bb_check *check = add(list, "core_pattern");
    char pattern[128];
    read_line("/proc/sys/kernel/core_pattern", pattern, sizeof pattern);
    snprintf(check->found, sizeof check->found, "%s", pattern);
    if (pattern[0] != '|')
        return;
    check->verdict = BB_CHECK_WARNING;
    snprintf(check->mend, sizeof check->mend,
             "crashes under AFL++ are slow while a program collects core dumps: "
             "sysctl kernel.core_pattern=core");
}

/* Issue 1716 of google/sanitizers: old sanitizer runtimes die at random then. */
static void check_mmap_bits(struct list *list)
{
    struct bb_check *check = add(list, "mmap_rnd_bits");
    char bits[32];
    read_line("/proc/sys/vm/mmap_rnd_bits", bits, sizeof bits);
    snprintf(check->found, sizeof check->found, "%s", bits[0] ? bits : "not readable");
    if (atoi(bits) <= SAFE_MMAP_RND_BITS)
        return;
    check->verdict = BB_CHECK_WARNING;
    snprintf(check->mend, sizeof check->mend,
             "programs with ASan of clang 14 may fail to start: sysctl vm.mmap_rnd_bits=%d",
             SAFE_MMAP_RND_BITS);
}

static void check_memory(struct list *list)
{
    struct bb_check *check = add(list, "memory");
    unsigned long long kb = 0;
    char line[128];
    FILE *file = fopen("/proc/meminfo", "re");
    while (file && fgets(line, sizeof line, file) && sscanf(line, "MemAvailable: %llu", &kb) != 1)
        ;
    if (file)
        fclose(file);
    snprintf(check->found, sizeof check->found, "%llu MB available", kb / 1024);
    if (kb / 1024 >= NEEDED_MEMORY_MB)
        return;
    check->verdict = BB_CHECK_WARNING;
    snprintf(check->mend, sizeof check->mend,
             "engines may be killed: run fewer jobs, or free some");
}

static unsigned long long free_disk_mb(const char *path)
{
    struct statvfs info;
    if (statvfs(path, &info) != 0)
        return 0;
    return (unsigned long long)info.f_bavail * info.f_frsize / (1024 * 1024);
}

static void check_disk(struct list *list)
{
    struct bb_check *check = add(list, "disk");
    unsigned long long free_mb = free_disk_mb(".");
    snprintf(check->found, sizeof check->found, "%llu MB free", free_mb);
    if (free_mb >= NEEDED_DISK_MB)
        return;
    check->verdict = BB_CHECK_WARNING;
    snprintf(check->mend, sizeof check->mend, "builds and corpora need about 1 GB: free some");
}

size_t bb_checks_run(struct bb_check ret_checks[static BB_MAX_CHECKS])
{
    struct list list = {.checks = ret_checks};
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        check_tool(&list, &tools[i]);
    check_runtime(&list);
    check_core_pattern(&list);
    check_mmap_bits(&list);
    check_memory(&list);
    check_disk(&list);
    return list.n;
}
