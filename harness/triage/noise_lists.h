/*
 * The lists behind bb_frame_is_noise: which frames say nothing about the bug. The sanitizers' own,
 * the C library's, the engine's, and what stands between an assertion and the signal that it
 * raises.
 *
 * The facts (which runtimes there are, and what they call themselves) are those of ClusterFuzz's
 * stack parser, google/clusterfuzz src/clusterfuzz/stacktraces/constants.py. It asks whether a line
 * begins with, or contains, a pattern, and so drops free_packet, new_session, main_loop,
 * malloc_pool, assert_valid and abort_stream. Here every entry is anchored: it is a whole name, or
 * a name space or reserved prefix, or a whole folder of a path.
 *
 * Only noise.c includes this file.
 */
#ifndef BB_TRIAGE_NOISE_LISTS_H
#define BB_TRIAGE_NOISE_LISTS_H

/* Whole names. */
static const char *const functions[] = {
    /* the heap */
    "malloc", "calloc", "realloc", "reallocarray", "free", "cfree", "memalign", "posix_memalign",
    "aligned_alloc", "valloc", "pvalloc", "malloc_printerr", "munmap_chunk", "new", "New", "delete",
    /* the way from an assertion to its signal, and out of the process */
    "abort", "exit", "raise", "gsignal", "tgkill", "pthread_kill", "__chk_fail", "__fortify_fail",
    "__stack_chk_fail", "abort_message", "Abort", "panic", "common_exit",
    "exit_or_terminate_process", "demangling_terminate_handler", "RaiseException", "fpehandler",
    "SignalAction", "SignalHandler", "logger", "dump_stack", "dump_backtrace", "show_stack",
    "__dump_stack", "SkMutex::~SkMutex",
    /* how a process and a thread begin */
    "main", "_start", "_etext", "pthread_create", "pthread_join", "start_thread", "clone", "clone3",
    "__clone", "__clone3", "asan_thread_start", "__scrt_common_main_seh", "asan.module_ctor",
    "asan.module_dtor",
    /* input and log functions of libraries, where the caller is at fault */
    "printf", "fprintf", "sprintf", "snprintf", "vprintf", "vfprintf", "vsprintf", "vsnprintf",
    "scanf", "sscanf", "fscanf", "vscanf", "vsscanf", "vfscanf", "printf_common", "scanf_common",
    "g_log", "g_logv", "g_log_structured", "g_log_structured_array", "g_log_structured_standard",
    "g_log_default_handler", "g_return_if_fail_warning", "IsSandboxedProcess", "ExitCallback",
    "MSanAtExitWrapper", "CFCrash", "WTFCrash", "SbSystemBreakIntoDebugger",
    /* drivers of fuzz targets */
    "LLVMFuzzerRunDriver", "ExecuteFilesOnyByOne",
    /* no name at all */
    "<null>", "<unknown>", "<unknown module>", "[vdso]", "+Unknown"};

/* The string functions of the C library, also as "__memcpy_avx_unaligned_erms" and
 * "memmove-vec-unaligned-erms.S:331". */
static const char *const string_functions[] = {"memcmp",      "memcpy",  "memmove", "memset",
                                               "strcmp",      "strcpy",  "strdup",  "strlen",
                                               "strncpy",     "memchr",  "strcat",  "strncat",
                                               "strchr",      "strrchr", "strncmp", "strcasecmp",
                                               "strncasecmp", "strstr",  "strnlen", "stpcpy",
                                               "mempcpy"};

/* What may follow their names, between '_', '-' and '.'; numbers may, too. */
static const char *const string_function_tags[] =
    {"avx",     "avx2",   "avx512",     "evex",   "sse2",    "sse3",  "ssse3",    "sse4",
     "sse42",   "erms",   "movbe",      "bsf",    "rtm",     "back",  "vec",      "generic",
     "ifunc",   "no",     "vzeroupper", "chk",    "impl",    "ia32",  "i586",     "i686",
     "aarch64", "falkor", "thunderx",   "neon",   "vfp",     "S",     "c",        "l",
     "sve",     "x86",    "64",         "common", "nonlibc", "large", "unaligned"};

/* Beginnings that belong to a runtime: reserved prefixes and name spaces. */
static const char *const prefixes[] =
    {"__asan_", "__hwasan_", "__lsan_", "__msan_", "__tsan_", "__ubsan_", "__sanitizer_",
     "__asan::", "__hwasan::", "__lsan::", "__msan::", "__tsan::", "__ubsan::", "__sanitizer::",
     "_asan_", "_hwasan_", "_lsan_", "_msan_", "_tsan_", "_ubsan_", "_sanitizer_", "asan_",
     "__interceptor_", "___interceptor_", "__interception::", "__cfi_", "__profile_",
     "fuzzer::", "LLVMFuzzerTestOneInput", "TestOneProtoInput", "__libc_", "__GI_", "__assert_",
     "__pthread_kill", "pthread_mutex_", "pthread_rwlock_", "pthread_spin_", "pthread_cond_",
     "__run_exit_handlers", "_L_unlock_", "__cxa_atexit", "__cxa_throw", "__cxa_rethrow",
     "__aeabi_", "aeabi_", "std::__terminate", "_objc_terminate", "generic_cpp_", "_swift_stdlib_",
     "__zx_panic", "CrashTrampolineAsm", "mozalloc_", "WTF::", "X11Error", "V8_Fatal",
     "SkAbort_FileLine", "absl::log_internal::", "syslog::LogMessage", "blink::ReportV8FatalError",
     "v8::api_internal::ToLocalEmpty",
     /* Rust, which C programs link */
     "alloc::", "core::fmt::write", "core::panic", "std::panic", "std::process::abort",
     "std::sys::", "std::sys_common::", "std::io::Write::write_fmt", "rust_begin_unwind",
     "rust_fuzzer_test_input", "rust_oom", "rust_panic", "__rust_",
     "panic_abort::", "libfuzzer_sys::", "_$LT$"};

/* Anywhere in a qualified or instantiated name, from the beginning of an identifier on. */
static const char *const scopes[] = {"fuzztest::internal::",
                                     "centipede::",
                                     "logging::LogMessage",
                                     "logging::ErrnoLogMessage",
                                     "logging::CheckError",
                                     "base::FuzzedDataProvider",
                                     "base::allocator",
                                     "allocator_shim",
                                     "PartitionAlloc",
                                     "base::debug::StackTrace::StackTrace",
                                     "base::debug::CollectStackTrace",
                                     "base::debug::BreakDebugger",
                                     "base::android::CheckException",
                                     "v8::base::OS::Abort",
                                     "agent::asan::",
                                     "stdext::exception::what",

                                     "asan_Heap",
                                     "asan_check_access",
                                     "ASAN_OnSIGSEGV",
                                     "DebugBreak",
                                     "DefaultDcheckHandler",
                                     "ForceCrashOnSigAbort",
                                     "StackDumpSignalHandler",
                                     "SkDebugf",
                                     "Runtime_AbortCSADcheck",
                                     "MemoryProtection::CMemoryProtector",
                                     "BaseThreadInitThunk",
                                     "RtlFreeHeap",
                                     "RtlInitializeExceptionChain",
                                     "RtlReportCriticalFailure",
                                     "RtlUserThreadStart",
                                     "RtlpHeapHandleError",
                                     "RtlpLogHeapFailure",
                                     "__tmainCRTStartup",
                                     "__android_log_assert"};

/* The ends of the names of functions that report a failed assertion. */
static const char *const assertion_ends[] = {"assert_fail",
                                             "assert_failed",
                                             "assert_failure",
                                             "assert_fail_base",
                                             "assert_perror_fail",
                                             "assert_rtn",
                                             "assert_func",
                                             "assertion_failed",
                                             "assertion_failure",
                                             "assertion_message",
                                             "assertion_message_expr",
                                             "assertion_message_cmpnum",
                                             "assertion_message_cmpstr"};

/* Folders and files of source paths and of modules. Each begins at a folder's beginning. */
static const char *const paths[] = {"/sanitizer_common/",
                                    "/libsanitizer/",
                                    "/compiler-rt/lib/",
                                    "/glibc-",
                                    "/libc/",
                                    "/gcc/",
                                    "/libc++",
                                    "/llvm-build/",
                                    "/crosstool/",
                                    "/AOSP-toolchain/",
                                    "/win_toolchain/",
                                    "/jemalloc/",
                                    "/tcmalloc/",
                                    "/googletest/",
                                    "/third_party/fuzztest/",
                                    "/vc/include/",
                                    "/vctools/crt/",
                                    "/minkernel/crts/",
                                    "/bindings/ToV8.h",
                                    "/memorycmp.c",
                                    "/harness/engine/",
                                    "/harness/shim/leave",
                                    "/aflpp_driver.c",
                                    "/ieee754-"};

/* The same for paths that begin with them. */
static const char *const path_beginnings[] =
    {"base/callback", "harness/engine/", "harness/shim/leave", "libc++/", "third_party/fuzztest/",
     "/rust/",        "/rustc/"};

/* Beginnings of the file names of shared libraries. */
static const char *const libraries[] = {"libc.so",       "libc++.so",        "libc++_shared.so",
                                        "libstdc++.so",  "libpthread",       "libgcc_s.so",
                                        "libasan.so",    "libubsan.so",      "liblsan.so",
                                        "libtsan.so",    "libhwasan.so",     "libclang_rt.",
                                        "linux-gate.so", "<unknown module>", "[vdso]"};

#endif
