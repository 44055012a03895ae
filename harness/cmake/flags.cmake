# All compiler flags of the project, on INTERFACE targets. Nothing is set globally.
#
#   brickbat::warnings    -Wall -Wextra -Werror. For our code; never for a third-party parser.
#   brickbat::own         Our libraries, programs and tests: warnings, C11, include folders. Sanitized
#                         in the presets tests*, plain in the engine presets: mutator and grammar are
#                         not under test there, and their coverage must not count as the parser's.
#   brickbat::checked     brickbat::own, sanitized wherever targets are. For code that handles the
#                         parser's memory: shim, driver.
#   brickbat::instrument  Parser objects and targets: sanitizers, plus the engine's coverage.
#   brickbat::engine      Linking a target for the engine of this build.

add_library(brickbat_warnings INTERFACE)
add_library(brickbat::warnings ALIAS brickbat_warnings)
target_compile_options(brickbat_warnings INTERFACE -Wall -Wextra -Werror)

add_library(brickbat_sanitize INTERFACE)
if(BRICKBAT_SANITIZE)
    target_compile_options(brickbat_sanitize INTERFACE
        -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(brickbat_sanitize INTERFACE -fsanitize=address,undefined)
endif()

# Reports name files relative to the project (or to the parser's source tree), the same on every
# machine. That takes a compilation folder that is relative, too, and DWARF 4, where it is said once.
# llvm-cov, however, must find the sources.
add_library(brickbat_paths INTERFACE)
if(NOT BRICKBAT_ENGINE STREQUAL "coverage")
    target_compile_options(brickbat_paths INTERFACE -gdwarf-4)
    if(CMAKE_C_COMPILER_ID STREQUAL "Clang")
        target_compile_options(brickbat_paths INTERFACE -ffile-compilation-dir=.)
    endif()
endif()

add_library(brickbat_common INTERFACE)
target_link_libraries(brickbat_common INTERFACE brickbat_paths)
target_compile_definitions(brickbat_common INTERFACE _GNU_SOURCE)
target_include_directories(brickbat_common INTERFACE
    "${PROJECT_SOURCE_DIR}/harness" "${PROJECT_SOURCE_DIR}/harness/include")
if(NOT BRICKBAT_ENGINE STREQUAL "coverage")
    # The second is for ccache, which makes paths below its base_dir relative to the build folder.
    file(RELATIVE_PATH up "${PROJECT_BINARY_DIR}" "${PROJECT_SOURCE_DIR}")
    target_compile_options(brickbat_common INTERFACE "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/="
        "-ffile-prefix-map=${up}=")
    if(NOT CMAKE_C_COMPILER_ID STREQUAL "Clang") # the last map that fits wins
        target_compile_options(brickbat_common INTERFACE "-fdebug-prefix-map=${PROJECT_BINARY_DIR}=.")
    endif()
endif()

add_library(brickbat_own INTERFACE)
add_library(brickbat::own ALIAS brickbat_own)
target_link_libraries(brickbat_own INTERFACE brickbat_common brickbat_warnings)
target_compile_features(brickbat_own INTERFACE c_std_11)

add_library(brickbat_checked INTERFACE)
add_library(brickbat::checked ALIAS brickbat_checked)
target_link_libraries(brickbat_checked INTERFACE brickbat_own brickbat_sanitize)

if(BRICKBAT_ENGINE STREQUAL "none")
    target_link_libraries(brickbat_own INTERFACE brickbat_sanitize)
endif()

# Of what UBSan knows, two kinds are noise in several parsers: they are reported and do not stop the
# run; everything else does. A library of its own, since the option must come behind those of
# brickbat_sanitize: of two that contradict each other the last one counts.
add_library(brickbat_recover INTERFACE)
if(BRICKBAT_SANITIZE AND BRICKBAT_ENGINE STREQUAL "afl")
    # afl-fuzz sees signals only, and starts its children with halt_on_error=1.
    target_compile_options(brickbat_recover INTERFACE
        -fno-sanitize=nonnull-attribute,pointer-overflow)
elseif(BRICKBAT_SANITIZE)
    target_compile_options(brickbat_recover INTERFACE
        -fsanitize-recover=nonnull-attribute,pointer-overflow)
endif()

# Assertions stay on in the parser.
add_library(brickbat_instrument INTERFACE)
add_library(brickbat::instrument ALIAS brickbat_instrument)
target_link_libraries(brickbat_instrument INTERFACE
    brickbat_sanitize brickbat_paths brickbat_recover)
target_compile_options(brickbat_instrument INTERFACE -O1 -g -UNDEBUG)
if(CMAKE_C_COMPILER_ID STREQUAL "Clang") # equal calls stay apart, so that each has its line in a stack
    target_compile_options(brickbat_instrument INTERFACE
        "SHELL:-mllvm -enable-tail-merge=false" "SHELL:-mllvm -sink-common-insts=false")
endif()

add_library(brickbat_engine INTERFACE)
add_library(brickbat::engine ALIAS brickbat_engine)
if(BRICKBAT_ENGINE STREQUAL "libfuzzer")
    target_compile_options(brickbat_instrument INTERFACE -fsanitize=fuzzer-no-link)
    target_link_options(brickbat_engine INTERFACE -fsanitize=fuzzer)
elseif(BRICKBAT_ENGINE STREQUAL "afl")
    target_link_options(brickbat_engine INTERFACE -fsanitize=fuzzer) # AFL++'s own driver
elseif(BRICKBAT_ENGINE STREQUAL "coverage")
    target_compile_options(brickbat_instrument INTERFACE
        -fprofile-instr-generate -fcoverage-mapping)
    target_link_options(brickbat_engine INTERFACE -fprofile-instr-generate)
elseif(BRICKBAT_ENGINE STREQUAL "edges")
    target_compile_options(brickbat_instrument INTERFACE
        -fsanitize-coverage=inline-bool-flag,pc-table)
endif()

# afl-clang-fast instruments whatever it compiles, so our own code asks it not to: harness/ compiles
# behind this launcher. ccache does not see the difference unless it is told.
set(BRICKBAT_OWN_LAUNCHER ${CMAKE_C_COMPILER_LAUNCHER})
if(BRICKBAT_ENGINE STREQUAL "afl")
    set(BRICKBAT_OWN_LAUNCHER "${CMAKE_COMMAND}" -E env AFL_NOOPT=1 CCACHE_NAMESPACE=plain
        ${CMAKE_C_COMPILER_LAUNCHER})
    if(BRICKBAT_CMPLOG)
        set(CMAKE_C_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env AFL_LLVM_CMPLOG=1
            CCACHE_NAMESPACE=cmplog ${CMAKE_C_COMPILER_LAUNCHER})
    endif()
endif()
