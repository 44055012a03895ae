# Checks the compiler before and after CMake does, so that a missing one is named together with the
# package that has it. Enables the C language.

set(engine_compilers_libfuzzer "clang")
set(engine_compilers_afl "afl-clang-fast")
set(engine_compilers_coverage "clang")
set(engine_compilers_edges "clang")

function(brickbat_fail_compiler)
    string(JOIN "" reason ${ARGV})
    message(FATAL_ERROR "Preset '${BRICKBAT_PRESET}' (engine ${BRICKBAT_ENGINE}): ${reason}")
endfunction()

# The Debian package that has a compiler, for messages.
function(brickbat_compiler_package compiler ret_package)
    get_filename_component(name "${compiler}" NAME)
    if(name MATCHES "^afl-")
        set(${ret_package} "afl++" PARENT_SCOPE)
    elseif(name MATCHES "clang")
        set(${ret_package} "clang" PARENT_SCOPE)
    else()
        set(${ret_package} "gcc" PARENT_SCOPE)
    endif()
endfunction()

function(brickbat_require_compiler)
    set(wanted ${CMAKE_C_COMPILER})
    if(NOT wanted)
        set(wanted $ENV{CC})
    endif()
    if(NOT wanted)
        set(wanted cc gcc clang) # as CMake looks for one
    endif()
    find_program(found_compiler NAMES ${wanted} NO_CACHE)
    if(found_compiler)
        return()
    endif()
    list(GET wanted 0 compiler)
    brickbat_compiler_package("${compiler}" package)
    brickbat_fail_compiler("the compiler '${compiler}' is not installed. "
        "Install the package '${package}' (apt-get install ${package}).")
endfunction()

# libFuzzer, AFL++ and counting coverage each need a compiler of their own.
function(brickbat_require_engine)
    if(NOT BRICKBAT_ENGINE MATCHES "^(none|libfuzzer|afl|replay|coverage|edges)$")
        message(FATAL_ERROR "BRICKBAT_ENGINE is '${BRICKBAT_ENGINE}'; it must be none, libfuzzer, "
            "afl, replay, coverage or edges.")
    endif()
    set(wanted "${engine_compilers_${BRICKBAT_ENGINE}}")
    if(NOT wanted)
        return()
    endif()
    get_filename_component(name "${CMAKE_C_COMPILER}" NAME)
    if(wanted STREQUAL "afl-clang-fast")
        if(NOT name MATCHES "^afl-(clang-fast|clang-lto|cc)")
            brickbat_fail_compiler("the compiler is '${CMAKE_C_COMPILER}', but AFL++ needs "
                "afl-clang-fast (package afl++). Configure with `cmake --preset afl`.")
        endif()
    elseif(NOT CMAKE_C_COMPILER_ID STREQUAL "Clang" OR CMAKE_C_COMPILER_VERSION VERSION_LESS 14)
        brickbat_fail_compiler("the compiler is ${CMAKE_C_COMPILER_ID} ${CMAKE_C_COMPILER_VERSION}, "
            "but this engine needs clang 14 or later (package clang).")
    endif()
endfunction()

# project() would have looked for the compiler before we can say anything about it.
brickbat_require_compiler()
enable_language(C)
brickbat_require_engine()

find_program(BRICKBAT_CCACHE ccache)
if(BRICKBAT_CCACHE AND NOT DEFINED CMAKE_C_COMPILER_LAUNCHER)
    set(CMAKE_C_COMPILER_LAUNCHER "${BRICKBAT_CCACHE}")
endif()
