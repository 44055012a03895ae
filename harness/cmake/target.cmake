# brickbat_add_target(
#     NAME <name>              the program; a variant of the parser adds its name: <name>_pristine
#     SOURCES <file>...        LLVMFuzzerTestOneInput and what it needs
#     LIBRARY <library>        the parser, from brickbat_add_library
#     [GRAMMAR <grammar>]      from brickbat_add_grammar
#     [PROTOCOL <protocol>]    default: the name of this folder
#     [DICTIONARY <file>]      default: dictionaries/<protocol>.dict, if it is there
#     [SEEDS <folder>...]      default: corpus/<protocol>/<name>
#     [MAX_LEN <bytes>]        longest input that makes sense, default 4096
#     [MAX_TIME <ms> <us>]     CPU time of an input, and more for each of its bytes: beyond is a finding
#                              (harness/engine/bounds.h); default 250 50, 0 0 for no bound
#     [MAX_MEMORY <KiB> <bytes>] the same for memory, of parsers with SHIMS heap; default 1024 1024
#     [LIBS <library>...])     further libraries
#
# A fuzz target for the engine of this build, one program for each variant of the library, in
# <build>/targets. Each is described in <build>/targets.json, knows itself as `bb_target`
# (brickbat/target.h), and is a ctest over its seeds, the plain name also over the regressions in
# corpus/<protocol>/<name>/regressions. Builds without an engine have no targets.
#
# Programs of a variant that the library has WITHOUT a patch are built on demand, and are neither listed
# nor tested.
#
# What belongs to one parser is built by `targets_<source>` (targets_libmodbus) and its tests have
# that label; `targets_in_part` is of all parsers each target, but of its variants those only that a
# crash test is about. So a part of the matrix can be built and tested (ci/test).
#
# brickbat_build_in_part(<program>)     makes a program of another kind a part of targets_in_part
#
# -DBRICKBAT_REPRODUCER=<file> -DBRICKBAT_REPRODUCER_TARGET=<program>: that C file, which has a main,
# becomes the program `reproducer` beside the target, with everything that the target consists of.
#
# brickbat_add_crash_test(TARGET <program> INPUT <file> EXPECT <regular expression> [UNROUTED <name>])
#
# A ctest: this input must make this program fail with this report (presets with sanitizers only), so
# that a known bug of a pristine parser is still found. UNROUTED names a fault that is passed over else
# (BB_PASSES_OVER).

set(BRICKBAT_TARGET_TEMPLATE "${CMAKE_CURRENT_LIST_DIR}/target.c.in")
set(BRICKBAT_RUN_SEEDS "${CMAKE_CURRENT_LIST_DIR}/run_seeds.cmake")
set(BRICKBAT_EXPECT_CRASH "${CMAKE_CURRENT_LIST_DIR}/expect_crash.cmake")

# Paths in targets.json are relative to the project's root where they are below it.
function(brickbat_relative_path ret_path path)
    cmake_path(ABSOLUTE_PATH path BASE_DIRECTORY "${PROJECT_SOURCE_DIR}" NORMALIZE)
    cmake_path(IS_PREFIX PROJECT_SOURCE_DIR "${path}" is_below)
    if(is_below)
        cmake_path(RELATIVE_PATH path BASE_DIRECTORY "${PROJECT_SOURCE_DIR}")
    endif()
    set(${ret_path} "${path}" PARENT_SCOPE)
endfunction()

function(brickbat_json_strings ret_json)
    list(TRANSFORM ARGN REPLACE "(.+)" "\"\\1\"")
    list(JOIN ARGN ", " joined)
    set(${ret_json} "[${joined}]" PARENT_SCOPE)
endfunction()

function(brickbat_describe_target program variant library)
    get_property(tree GLOBAL PROPERTY ${library}_TREE)
    get_property(patches GLOBAL PROPERTY ${library}_PATCHES)
    brickbat_json_strings(patches ${patches})
    set(seeds)
    foreach(seed_dir IN LISTS arg_SEEDS)
        brickbat_relative_path(seed_dir "${seed_dir}")
        list(APPEND seeds "${seed_dir}")
    endforeach()
    brickbat_json_strings(seeds ${seeds})
    brickbat_relative_path(binary "${PROJECT_BINARY_DIR}/targets/${program}")
    brickbat_relative_path(source_dir "${tree}")
    set(mutator "")
    if(arg_GRAMMAR)
        set(mutator "build/host/mutators/${arg_GRAMMAR}_mutator.so")
    endif()
    set(json "{}")
    foreach(pair IN ITEMS
            name=program protocol=arg_PROTOCOL grammar=arg_GRAMMAR parser=parser version=version
            variant=variant licence=licence dictionary=arg_DICTIONARY regressions=regressions
            binary=binary mutator=mutator source_dir=source_dir library=library)
        string(REGEX MATCH "^(.*)=(.*)$" pair "${pair}")
        string(JSON json SET "${json}" ${CMAKE_MATCH_1} "\"${${CMAKE_MATCH_2}}\"")
    endforeach()
    string(JSON json SET "${json}" patches "${patches}")
    string(JSON json SET "${json}" seeds "${seeds}")
    string(JSON json SET "${json}" max_len ${arg_MAX_LEN})
    set_property(GLOBAL APPEND_STRING PROPERTY BRICKBAT_TARGETS_JSON "${json}\n,")
    set_property(GLOBAL APPEND PROPERTY BRICKBAT_TARGETS ${program})
endfunction()

# Writes <build>/seeds, the folders of seeds and their grammars. Call once, after the last target.
function(brickbat_write_seeds)
    get_property(seeds GLOBAL PROPERTY BRICKBAT_SEEDS)
    file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/seeds" CONTENT "${seeds}" @ONLY)
endfunction()

# Lists what was added, for the brickbat program. Call once, after the last target.
function(brickbat_write_targets_json)
    get_property(targets GLOBAL PROPERTY BRICKBAT_TARGETS_JSON)
    string(REGEX REPLACE "\n,$" "" targets "${targets}")
    set(json "{}")
    string(JSON json SET "${json}" preset "\"${BRICKBAT_PRESET}\"")
    string(JSON json SET "${json}" engine "\"${BRICKBAT_ENGINE}\"")
    string(JSON json SET "${json}" targets "[${targets}]")
    file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/targets.json" CONTENT "${json}\n" @ONLY)
endfunction()

function(brickbat_build_in_part program)
    if(NOT TARGET targets_in_part)
        add_custom_target(targets_in_part)
    endif()
    add_dependencies(targets_in_part ${program})
endfunction()

# Makes a test that was added one of this parser; is_in_part: and one of targets_in_part.
function(brickbat_label_test test parser is_in_part timeout)
    set(labels fuzz targets_${parser})
    if(is_in_part)
        list(APPEND labels targets_in_part)
    endif()
    set_tests_properties(${test} PROPERTIES LABELS "${labels}" TIMEOUT ${timeout})
endfunction()

function(brickbat_test_seeds program is_plain)
    if(BRICKBAT_ENGINE STREQUAL "afl")
        return()
    endif()
    set(dirs ${arg_SEEDS})
    if(is_plain)
        list(APPEND dirs "${PROJECT_SOURCE_DIR}/${regressions}")
    endif()
    list(JOIN dirs "," dirs)
    add_test(NAME ${program} COMMAND "${CMAKE_COMMAND}"
        "-DPROGRAM=$<TARGET_FILE:${program}>" "-DDIRS=${dirs}" -P "${BRICKBAT_RUN_SEEDS}")
    brickbat_label_test(${program} ${parser} ${is_plain} 120)
endfunction()

# Options and libraries of one program; the caller's variables say which.
function(brickbat_link_target program)
    set_target_properties(${program} PROPERTIES BRICKBAT_PARSER "${parser}"
        RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/targets" C_STANDARD 11 C_EXTENSIONS OFF)
    target_link_libraries(${program} PRIVATE
        brickbat_common brickbat::warnings brickbat::instrument brickbat::engine
        ${library} bb_engine ${arg_LIBS})
    target_link_options(${program} PRIVATE "LINKER:--wrap=LLVMFuzzerTestOneInput")
    if(arg_GRAMMAR AND BRICKBAT_HAS_MUTATOR)
        get_property(grammar_library GLOBAL PROPERTY BRICKBAT_GRAMMAR_${arg_GRAMMAR})
        target_link_libraries(${program} PRIVATE ${grammar_library})
    endif()
endfunction()

function(brickbat_add_target_variant program variant is_plain)
    set(library brickbat_${arg_LIBRARY}_${variant})
    get_property(version GLOBAL PROPERTY ${library}_VERSION)
    get_property(licence GLOBAL PROPERTY ${library}_LICENCE)
    get_property(variant GLOBAL PROPERTY ${library}_ORIGIN) # "local" if a folder was given
    get_property(parser GLOBAL PROPERTY brickbat_${arg_LIBRARY}_SOURCE)
    set(regressions "corpus/${arg_PROTOCOL}/${arg_NAME}/regressions")

    set(grammar_declaration "")
    set(grammar_pointer NULL)
    if(arg_GRAMMAR AND BRICKBAT_HAS_MUTATOR)
        set(grammar_declaration "extern const struct bb_grammar bb_grammar_${arg_GRAMMAR};")
        set(grammar_pointer "&bb_grammar_${arg_GRAMMAR}")
    endif()
    set(described "${CMAKE_CURRENT_BINARY_DIR}/${program}_target.c")
    configure_file("${BRICKBAT_TARGET_TEMPLATE}" "${described}" @ONLY)

    set(programs ${program})
    add_executable(${program} ${arg_SOURCES} "${described}")
    if(BRICKBAT_REPRODUCER AND BRICKBAT_REPRODUCER_TARGET STREQUAL program)
        add_executable(reproducer "${BRICKBAT_REPRODUCER}" ${arg_SOURCES} "${described}")
        list(APPEND programs reproducer)
    endif()
    foreach(linked IN LISTS programs)
        brickbat_link_target(${linked})
    endforeach()
    if(is_on_demand)
        set_target_properties(${programs} PROPERTIES EXCLUDE_FROM_ALL ON)
        return()
    endif()
    if(NOT TARGET targets_${parser})
        add_custom_target(targets_${parser})
    endif()
    add_dependencies(targets_${parser} ${program})
    if(is_plain)
        brickbat_build_in_part(${program})
    endif()
    brickbat_describe_target(${program} "${variant}" ${library})
    brickbat_test_seeds(${program} ${is_plain})
endfunction()

function(brickbat_bound given default default_each ret_bound ret_each)
    if("${given}" STREQUAL "")
        set(given ${default} ${default_each})
    endif()
    if(NOT given MATCHES "^[0-9]+;[0-9]+$")
        message(FATAL_ERROR "brickbat_add_target(${arg_NAME}): MAX_TIME and MAX_MEMORY are two numbers "
            "each, not '${given}'")
    endif()
    list(GET given 0 bound)
    list(GET given 1 each)
    set(${ret_bound} ${bound} PARENT_SCOPE)
    set(${ret_each} ${each} PARENT_SCOPE)
endfunction()

# For the test of all seeds, which needs no target: "<grammar> <folder>" of each.
function(brickbat_note_seeds)
    foreach(folder IN LISTS arg_SEEDS)
        brickbat_relative_path(folder "${folder}")
        if(arg_GRAMMAR)
            set_property(GLOBAL APPEND_STRING PROPERTY BRICKBAT_SEEDS "${arg_GRAMMAR} ${folder}\n")
        endif()
    endforeach()
endfunction()

function(brickbat_add_target)
    cmake_parse_arguments(PARSE_ARGV 0 arg ""
        "NAME;GRAMMAR;LIBRARY;PROTOCOL;DICTIONARY;MAX_LEN"
        "SOURCES;SEEDS;LIBS;MAX_TIME;MAX_MEMORY")
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_NAME OR NOT arg_SOURCES OR NOT arg_LIBRARY)
        message(FATAL_ERROR "brickbat_add_target(${arg_NAME}): needs NAME, SOURCES and LIBRARY; "
            "not understood: '${arg_UNPARSED_ARGUMENTS}'")
    endif()
    if(NOT arg_PROTOCOL)
        cmake_path(GET CMAKE_CURRENT_SOURCE_DIR FILENAME arg_PROTOCOL)
    endif()
    if(NOT arg_SEEDS)
        set(arg_SEEDS "${PROJECT_SOURCE_DIR}/corpus/${arg_PROTOCOL}/${arg_NAME}")
    endif()
    brickbat_note_seeds()
    if(BRICKBAT_ENGINE STREQUAL "none")
        return()
    endif()
    get_property(variants GLOBAL PROPERTY brickbat_${arg_LIBRARY}_VARIANTS)
    if(NOT variants)
        message(FATAL_ERROR "brickbat_add_target(${arg_NAME}): there is no library ${arg_LIBRARY}; "
            "call brickbat_add_library(NAME ${arg_LIBRARY} ...) first")
    endif()
    if(NOT arg_DICTIONARY AND EXISTS "${PROJECT_SOURCE_DIR}/dictionaries/${arg_PROTOCOL}.dict")
        set(arg_DICTIONARY "dictionaries/${arg_PROTOCOL}.dict")
    endif()
    if(NOT arg_MAX_LEN)
        set(arg_MAX_LEN 4096)
    endif()
    brickbat_bound("${arg_MAX_TIME}" 250 50 max_ms max_us_per_byte)
    brickbat_bound("${arg_MAX_MEMORY}" 1024 1024 max_kib max_bytes_per_byte)
    list(POP_FRONT variants plain)
    set(is_on_demand FALSE)
    brickbat_add_target_variant(${arg_NAME} ${plain} TRUE)
    foreach(variant IN LISTS variants)
        brickbat_add_target_variant(${arg_NAME}_${variant} ${variant} FALSE)
    endforeach()
    get_property(variants GLOBAL PROPERTY brickbat_${arg_LIBRARY}_WITHOUT)
    set(is_on_demand TRUE)
    foreach(variant IN LISTS variants)
        brickbat_add_target_variant(${arg_NAME}_${variant} ${variant} FALSE)
    endforeach()
endfunction()

function(brickbat_add_crash_test)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET;INPUT;EXPECT;UNROUTED" "")
    if(NOT BRICKBAT_SANITIZE OR BRICKBAT_ENGINE STREQUAL "afl" OR NOT TARGET ${arg_TARGET})
        return()
    endif()
    cmake_path(GET arg_INPUT FILENAME input_name)
    set(test ${arg_TARGET}_crashes_${input_name})
    add_test(NAME ${test} COMMAND "${CMAKE_COMMAND}"
        "-DPROGRAM=$<TARGET_FILE:${arg_TARGET}>" "-DINPUT=${PROJECT_SOURCE_DIR}/${arg_INPUT}"
        "-DEXPECT=${arg_EXPECT}" -P "${BRICKBAT_EXPECT_CRASH}")
    get_target_property(parser ${arg_TARGET} BRICKBAT_PARSER)
    brickbat_label_test(${test} ${parser} TRUE 60)
    set_tests_properties(${test} PROPERTIES ENVIRONMENT "BRICKBAT_UNROUTED=${arg_UNROUTED}")
    brickbat_build_in_part(${arg_TARGET})
endfunction()
