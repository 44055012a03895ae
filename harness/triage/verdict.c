#include "triage/verdict.h"

#include "triage/scan.h"

/* What is known of a type. A type that is not in the list counts as a security problem, of medium
 * severity: better looked at than overlooked. `security` is ClusterFuzz's view (crash_analyzer.py),
 * severity and words are ours. */
static const struct {
    const char *type;
    bool security;
    enum bb_severity severity; /* of a read, or if the access does not matter */
    enum bb_severity write;
    const char *reason;
} types[] = {
    {"Heap-buffer-overflow", true, BB_SEVERITY_MEDIUM, BB_SEVERITY_HIGH,
     "access beyond a heap block"},
    {"Stack-buffer-overflow", true, BB_SEVERITY_MEDIUM, BB_SEVERITY_HIGH,
     "access beyond a variable on the stack"},
    {"Stack-buffer-underflow", true, BB_SEVERITY_MEDIUM, BB_SEVERITY_HIGH,
     "access before a variable on the stack"},
    {"Dynamic-stack-buffer-overflow", true, BB_SEVERITY_MEDIUM, BB_SEVERITY_HIGH,
     "access beyond a variable-length array"},
    {"Global-buffer-overflow", true, BB_SEVERITY_MEDIUM, BB_SEVERITY_HIGH,
     "access beyond a global variable"},
    {"Container-overflow", true, BB_SEVERITY_MEDIUM, BB_SEVERITY_HIGH,
     "access beyond the used part of a container"},
    {"Tag-mismatch", true, BB_SEVERITY_HIGH, BB_SEVERITY_HIGH,
     "access to memory of another allocation"},
    {"Allocation-tail-overwritten", true, BB_SEVERITY_HIGH, BB_SEVERITY_HIGH,
     "write beyond a heap block"},
    {"Heap-use-after-free", true, BB_SEVERITY_HIGH, BB_SEVERITY_HIGH, "access to freed memory"},
    {"Stack-use-after-return", true, BB_SEVERITY_HIGH, BB_SEVERITY_HIGH,
     "access to the stack of a function that has returned"},
    {"Stack-use-after-scope", true, BB_SEVERITY_HIGH, BB_SEVERITY_HIGH,
     "access to a variable that has gone out of scope"},
    {"Use-after-poison", true, BB_SEVERITY_HIGH, BB_SEVERITY_HIGH,
     "access to memory that an allocator has taken back"},
    {"Heap-double-free", true, BB_SEVERITY_HIGH, BB_SEVERITY_HIGH, "memory freed twice"},
    {"Invalid-free", true, BB_SEVERITY_HIGH, BB_SEVERITY_HIGH,
     "free of something that is no allocation"},
    {"Heap-corruption", true, BB_SEVERITY_HIGH, BB_SEVERITY_HIGH,
     "the heap's own bookkeeping is overwritten"},
    {"Stack-smashing", true, BB_SEVERITY_HIGH, BB_SEVERITY_HIGH,
     "write over a function's return address was noticed"},
    {"Fortify-failure", true, BB_SEVERITY_MEDIUM, BB_SEVERITY_HIGH,
     "a C library call would have overrun its buffer"},
    {"Negative-size-param", true, BB_SEVERITY_MEDIUM, BB_SEVERITY_HIGH,
     "a negative length reached a memory function"},
    {"Intra-object-overflow", true, BB_SEVERITY_MEDIUM, BB_SEVERITY_HIGH,
     "access beyond a member, within its object"},
    {"Alloc-dealloc-mismatch", true, BB_SEVERITY_MEDIUM, BB_SEVERITY_MEDIUM,
     "memory is given back to another allocator than it came from"},
    {"New-delete-type-mismatch", true, BB_SEVERITY_MEDIUM, BB_SEVERITY_MEDIUM,
     "an object is deleted as one of another size"},
    {"Attempting to call malloc-usable-size", true, BB_SEVERITY_MEDIUM, BB_SEVERITY_MEDIUM,
     "the size of something that is no allocation is asked for"},
    {"Invalid-pointer-pair", true, BB_SEVERITY_LOW, BB_SEVERITY_LOW,
     "pointers into different objects are compared or subtracted"},
    {"Odr-violation", true, BB_SEVERITY_LOW, BB_SEVERITY_LOW,
     "a global variable is defined twice: a mistake of the build"},
    {"Initialization-order-fiasco", true, BB_SEVERITY_LOW, BB_SEVERITY_LOW,
     "a global variable is used before it is initialised"},
    {"Invalid allocation alignment", true, BB_SEVERITY_LOW, BB_SEVERITY_LOW,
     "memory with an impossible alignment is asked for"},
    {"Invalid alignment requested in", true, BB_SEVERITY_LOW, BB_SEVERITY_LOW,
     "memory with an impossible alignment is asked for"},
    {"Use-of-uninitialized-value", true, BB_SEVERITY_MEDIUM, BB_SEVERITY_MEDIUM,
     "memory that was never written decides what happens, or gets out"},
    {"Bad-cast", true, BB_SEVERITY_HIGH, BB_SEVERITY_HIGH,
     "an object or function is used as one of another type"},
    {"Incorrect-function-pointer-type", true, BB_SEVERITY_MEDIUM, BB_SEVERITY_MEDIUM,
     "call through a pointer of the wrong type"},
    {"Index-out-of-bounds", true, BB_SEVERITY_MEDIUM, BB_SEVERITY_HIGH,
     "an array index is outside the array"},
    {"Object-size", true, BB_SEVERITY_MEDIUM, BB_SEVERITY_HIGH,
     "access to more than the object holds"},
    {"Non-positive-vla-bound-value", true, BB_SEVERITY_MEDIUM, BB_SEVERITY_MEDIUM,
     "a variable-length array of no or negative size"},
    {"ASSERT", true, BB_SEVERITY_LOW, BB_SEVERITY_LOW,
     "input reaches an assertion: denial of service, and worse if built without it"},
    {"Security DCHECK failure", true, BB_SEVERITY_HIGH, BB_SEVERITY_HIGH,
     "a check that guards memory safety failed"},
    {"DCHECK failure", true, BB_SEVERITY_MEDIUM, BB_SEVERITY_MEDIUM,
     "a check of debug builds failed"},
    {"Data race", false, BB_SEVERITY_MEDIUM, BB_SEVERITY_MEDIUM,
     "two threads use the same memory unordered"},
    {"Use of an invalid mutex", false, BB_SEVERITY_MEDIUM, BB_SEVERITY_MEDIUM,
     "a mutex is used that was never made, or is gone"},
    {"Oracle-violation", false, BB_SEVERITY_MEDIUM, BB_SEVERITY_MEDIUM,
     "the parser broke a rule that the target checks"},
    {"Remote-denial-of-service", false, BB_SEVERITY_MEDIUM, BB_SEVERITY_MEDIUM,
     "a message makes the parser end its process: denial of service"},
    {"Integer-overflow", false, BB_SEVERITY_LOW, BB_SEVERITY_LOW,
     "arithmetic went beyond its type: look where the result is used"},
};

/* No more than a denial of service, each by its own words. */
static const struct {
    const char *type;
    const char *reason;
} harmless_types[] = {
    {"Null-dereference", "access through a null pointer: denial of service"},
    {"Stack-overflow", "recursion without a limit: denial of service"},
    {"Timeout", "the input takes too long: denial of service"},
    {"Slow-unit", "the input takes long"},
    {"Out-of-memory", "the input makes it use too much memory: denial of service"},
    {"Direct-leak", "memory is lost with each such input: denial of service in the long run"},
    {"Indirect-leak", "memory is lost with each such input: denial of service in the long run"},
    {"Divide-by-zero", "division by zero: denial of service"},
    {"Floating-point-exception", "impossible arithmetic: denial of service"},
    {"Abrt", "the program aborted itself: denial of service"},
    {"Unexpected-exit", "the program ended itself: denial of service"},
    {"Fatal-signal", "a deadly signal whose cause the engine does not know"},
    {"Overwrites-const-input", "the target wrote to its input, which is not its own"},
    {"CHECK failure", "a check that the program makes on purpose failed: denial of service"},
    {"Security CHECK failure", "a check that the program makes on purpose failed"},
    {"Sanitizer CHECK failure", "the sanitizer itself failed"},
    {"Fatal error", "the program gave up: denial of service"},
    {"ASSERT_NOT_REACHED", "code was reached that must not be: denial of service"},
    {"Unreachable code", "code was reached that must not be"},
    {"Missing-library", "the program did not start: a shared library is missing"},
    {"Lock-order-inversion", "threads can block each other for ever"},
    {"Thread leak", "a thread has ended and nobody waits for it"},
    {"Double lock of a mutex", "a thread waits for itself for ever"},
    {"Unlock of an unlocked mutex", "a mutex is given back that is not held"},
    {"Read lock of a write locked mutex", "a thread waits for itself for ever"},
    {"Read unlock of a write locked mutex",
     "a mutex is given back in another way than it was taken"},
    {"Destroy of a locked mutex", "a mutex is destroyed while it is held"},
    {"Signal-unsafe call inside of a signal", "a signal handler calls what it must not"},
    {"Signal handler spoils errno", "a signal handler changes what its victim reads"},
    {"Float-cast-overflow", "a number does not fit its type"},
    {"Implicit-conversion", "a number changed its value in a conversion"},
    {"Invalid-bool-value", "a boolean is neither true nor false"},
    {"Invalid-builtin-use", "a compiler builtin got a value that it does not allow"},
    {"Invalid-enum-value", "an enumeration has a value that it does not know"},
    {"Invalid-null-argument", "a null pointer where none is allowed"},
    {"Invalid-null-return", "a null pointer where none is allowed"},
    {"Misaligned-address", "access to a misaligned address: traps on some processors"},
    {"No-return-value", "a function returned nothing"},
    {"Pointer-overflow", "a pointer went beyond its object"},
    {"Undefined-shift", "a shift by too much"},
    {"Unsigned-integer-overflow", "arithmetic wrapped around: look where the result is used"},
    {"Upcast-of-null-pointer", "a null pointer was cast"},
    {"Assumption-violation", "the compiler was told something that is not so"},
};

static bool writes(const struct bb_report *report)
{
    return strstr(report->access, "WRITE") != NULL;
}

static void set(struct bb_report *report, bool security, enum bb_severity severity,
                const char *reason)
{
    report->security = security;
    report->severity = severity;
    report->severity_reason = reason;
}

static bool is_type(const struct bb_parser *parser, const char *type)
{
    /* Some tools add to the name: "Data race on vptr", "Alloc-dealloc-mismatch (malloc vs delete)".
     */
    size_t n = strlen(type);
    return strncmp(parser->type, type, n) == 0 &&
           (parser->type[n] == '\0' || parser->type[n] == ' ');
}

/* "Strcpy-param-overlap", "Memcpy-param-overlap", ... */
static bool judge_overlap(const struct bb_parser *parser, struct bb_report *report)
{
    if (!bb_scan_ends(bb_bytes_str(parser->type), "-param-overlap"))
        return false;
    set(report, true, BB_SEVERITY_MEDIUM, "copy between overlapping ranges");
    return true;
}

static bool judge_by_type(const struct bb_parser *parser, struct bb_report *report)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (!is_type(parser, types[i].type))
            continue;
        set(report, types[i].security, writes(report) ? types[i].write : types[i].severity,
            types[i].reason);
        return true;
    }
    for (size_t i = 0; i < sizeof harmless_types / sizeof *harmless_types; i++) {
        if (!is_type(parser, harmless_types[i].type))
            continue;
        set(report, false, BB_SEVERITY_LOW, harmless_types[i].reason);
        return true;
    }
    return judge_overlap(parser, report);
}

/* The stack of abort(), whatever the signal was. */
static bool was_raised(const struct bb_parser *parser)
{
    const struct bb_stack_text *stack = &parser->stacks[BB_SECTION_CRASH];
    return stack->n && bb_scan_is(stack->frames[0].function, "gsignal");
}

/* A signal at an address of which no more is known: UNKNOWN. */
static void judge_wild_access(const struct bb_parser *parser, struct bb_report *report)
{
    bool wild = parser->address_unknown ||
                bb_scan_hex_value(bb_bytes_str(report->crash_address)) >= BB_NULL_PAGE_END;
    if (parser->location.len)
        set(report, false, BB_SEVERITY_LOW, "undefined behaviour of a kind that is not rated");
    else if (was_raised(parser) || !wild)
        set(report, false, BB_SEVERITY_LOW, "a deadly signal: denial of service");
    else if (writes(report))
        set(report, true, BB_SEVERITY_HIGH, "write through a wild pointer");
    else
        set(report, true, BB_SEVERITY_MEDIUM, "access through a wild pointer");
}

void bb_verdict(const struct bb_parser *parser, struct bb_report *report)
{
    if (!bb_parser_has_report(parser))
        set(report, false, BB_SEVERITY_NONE, "the log tells of no crash");
    else if (bb_parser_is(parser, "UNKNOWN"))
        judge_wild_access(parser, report);
    else if (!judge_by_type(parser, report) && (parser->benign_signal || was_raised(parser)))
        set(report, false, BB_SEVERITY_LOW, "the program raised a signal: denial of service");
    else if (!report->severity_reason[0])
        set(report, true, BB_SEVERITY_MEDIUM, "a kind of error that is not rated");
    if (parser->pc_is_zero && bb_parser_has_report(parser))
        set(report, true, BB_SEVERITY_HIGH, "it jumped to address 0: a function pointer is lost");
}
