# brickbat_add_library(
#     NAME <name>                  how targets refer to it (LIBRARY in brickbat_add_target)
#     SOURCE <source>              manifest targets/sources/<source>.json
#     VARIANTS <variant>...        patched, pristine; the first one gives targets their plain name
#     [WITHOUT <name>=<patch>,...] further variants: patched but for these patches, so that the bug which
#                                  they mend is back, and no other. There with -DBRICKBAT_REOPENED=ON only, and
#                                  built on demand (ci/bench/cve)
#     FILES <file>...              to compile; relative to the source tree
#     [PLAIN_FILES <file>...]      the same, without sanitizers and coverage, optimized: big numbers and
#                                  ciphers, where the time goes and nothing is parsed
#     [EXTRA_FILES <file>...]      ours, to compile along, with the same options and renaming
#     [CONFIGURE <in>=<out>...]    headers made by configure_file from templates of the source tree
#     [INCLUDES <folder>...]       relative to the source tree, or absolute
#     [INCLUDES_AFTER <folder>...] the same, looked up behind the system's headers, of which they have
#                                  namesakes
#     [DEFINES <NAME[=value]>...]
#     [OPTIONS <option>...]        compiler options, behind those of the sanitizers
#     [SHIMS <shim>...]            socket, clock, random, heap, leave: calls to replace, harness/shim/<shim>.syms
#     [RENAME <old>=<new>...]      further symbols to rename, in this library only
#     [SNAPSHOT]                   its variables can be put back: harness/shim/snapshot.h
#     [SNAPSHOT_WITHOUT <name>...] but for these, by patterns of the linker: buffers of megabytes, which are
#                                  written before they are read
#     )
#
# A parser to fuzz, compiled from its own sources with the sanitizers and the coverage of this build,
# once for each variant. All objects are linked into one relocatable object, in which symbols are
# renamed (objcopy --redefine-syms): the parser calls the shim, everything else in the process keeps
# the real calls. (The linker's --wrap would also catch the engine's own archive.)
#
# Variant <v> is the library target brickbat_<name>_<v>; its users get include folders and the shim.
# Builds without an engine have no parsers.

# brickbat_relocatable(<ret_object> NAME <name> OBJECTS <object library>... [SCRIPT <linker script>]
#                      [LISTS <file>...] [PAIRS a=b...])
# One object with its symbols renamed. LISTS are files for --redefine-syms: "old new" on each line.
function(brickbat_relocatable ret_object)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "NAME;SCRIPT" "OBJECTS;LISTS;PAIRS")
    set(list "${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}.syms")
    set(pairs "")
    foreach(file IN LISTS arg_LISTS)
        file(READ "${file}" text)
        string(APPEND pairs "${text}")
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    endforeach()
    foreach(pair IN LISTS arg_PAIRS)
        string(REPLACE "=" " " line "${pair}")
        string(APPEND pairs "${line}\n")
    endforeach()
    file(CONFIGURE OUTPUT "${list}" CONTENT "${pairs}") # touched only if it changes

    set(objects)
    foreach(library IN LISTS arg_OBJECTS)
        list(APPEND objects "$<TARGET_OBJECTS:${library}>")
    endforeach()
    set(link -r)
    if(arg_SCRIPT)
        list(APPEND link -T "${arg_SCRIPT}")
    endif()
    set(joined "${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}.joined.o")
    set(object "${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}.o")
    add_custom_command(OUTPUT "${object}"
        COMMAND "${CMAKE_LINKER}" ${link} -o "${joined}" ${objects}
        COMMAND "${CMAKE_OBJCOPY}" "--redefine-syms=${list}" "${joined}" "${object}"
        COMMAND "${CMAKE_COMMAND}" -E rm -f "${joined}"
        DEPENDS ${objects} "${list}" ${arg_SCRIPT}
        COMMENT "Joining ${arg_NAME}.o, symbols renamed"
        COMMAND_EXPAND_LISTS VERBATIM)
    set(${ret_object} "${object}" PARENT_SCOPE)
endfunction()

# The linker script for SNAPSHOT: variables that are left out come first, as a section of their own.
function(brickbat_snapshot_script ret_script name)
    set(script "${PROJECT_SOURCE_DIR}/harness/shim/snapshot.ld")
    if(ARGN)
        list(TRANSFORM ARGN PREPEND ".bss." OUTPUT_VARIABLE sections)
        list(JOIN sections " " sections)
        file(READ "${script}" text)
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${script}")
        string(REPLACE "  bb_snapshot 0" "  .bss.large 0 : { *(${sections}) }\n  bb_snapshot 0"
            text "${text}")
        set(script "${CMAKE_CURRENT_BINARY_DIR}/${name}_snapshot.ld")
        file(CONFIGURE OUTPUT "${script}" CONTENT "${text}" @ONLY)
    endif()
    set(${ret_script} "${script}" PARENT_SCOPE)
endfunction()

# Paths of a list made absolute, relative ones being in the source tree.
function(brickbat_in_tree tree ret_paths)
    set(paths)
    foreach(path IN LISTS ARGN)
        cmake_path(ABSOLUTE_PATH path BASE_DIRECTORY "${tree}" NORMALIZE)
        list(APPEND paths "${path}")
    endforeach()
    set(${ret_paths} "${paths}" PARENT_SCOPE)
endfunction()

# An object library of parser sources; the caller's `includes` and `tree` say where it is compiled.
function(brickbat_compile_parser objects)
    add_library(${objects} OBJECT ${ARGN})
    target_include_directories(${objects} PRIVATE ${includes})
    target_compile_definitions(${objects} PRIVATE ${arg_DEFINES})
    target_compile_options(${objects} PRIVATE ${includes_after} -w)
    add_library(${objects}_options INTERFACE)
    target_compile_options(${objects}_options INTERFACE ${arg_OPTIONS})
    if(NOT BRICKBAT_ENGINE STREQUAL "coverage") # as for brickbat_paths
        target_compile_options(${objects} PRIVATE "-ffile-prefix-map=${tree}/=${arg_SOURCE}/")
    endif()
    if(arg_SNAPSHOT)
        target_compile_options(${objects} PRIVATE -fdata-sections)
    endif()
endfunction()

# The arguments behind the variant's name are the patches that it does without.
function(brickbat_add_library_variant variant)
    brickbat_source(${arg_SOURCE} ${variant} ${ARGN})
    set(tree "${${arg_SOURCE}_${variant}_DIR}")
    set(library brickbat_${arg_NAME}_${variant})
    set(generated "${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}_${variant}")
    foreach(pair IN LISTS arg_CONFIGURE)
        string(REGEX MATCH "^(.+)=(.+)$" pair "${pair}")
        configure_file("${tree}/${CMAKE_MATCH_1}" "${generated}/${CMAKE_MATCH_2}")
    endforeach()
    brickbat_in_tree("${tree}" files ${arg_FILES})
    brickbat_in_tree("${tree}" includes ${arg_INCLUDES})
    list(PREPEND includes "${generated}")
    brickbat_in_tree("${tree}" includes_after ${arg_INCLUDES_AFTER})
    list(TRANSFORM includes_after PREPEND "SHELL:-idirafter ")

    brickbat_compile_parser(${library}_objects ${files} ${arg_EXTRA_FILES})
    target_link_libraries(${library}_objects PRIVATE brickbat::instrument
        ${library}_objects_options) # the last word: of two sanitizer options the last one counts
    set(objects ${library}_objects)
    if(arg_PLAIN_FILES)
        brickbat_in_tree("${tree}" files ${arg_PLAIN_FILES})
        brickbat_compile_parser(${library}_plain_objects ${files})
        set_target_properties(${library}_plain_objects PROPERTIES
            C_COMPILER_LAUNCHER "${BRICKBAT_OWN_LAUNCHER}")
        target_compile_options(${library}_plain_objects PRIVATE -O2)
        target_link_libraries(${library}_plain_objects PRIVATE ${library}_plain_objects_options)
        list(APPEND objects ${library}_plain_objects)
    endif()
    set(script)
    if(arg_SNAPSHOT)
        brickbat_snapshot_script(script ${library} ${arg_SNAPSHOT_WITHOUT})
    endif()

    set(lists)
    foreach(shim IN LISTS arg_SHIMS)
        list(APPEND lists "${PROJECT_SOURCE_DIR}/harness/shim/${shim}.syms")
    endforeach()
    brickbat_relocatable(object NAME ${library} OBJECTS ${objects} SCRIPT ${script}
        LISTS ${lists} PAIRS ${arg_RENAME})
    add_library(${library} STATIC "${object}")
    if(ARGN) # a variant WITHOUT something
        set_target_properties(${library} ${objects} PROPERTIES EXCLUDE_FROM_ALL ON)
    endif()
    set_target_properties(${library} PROPERTIES LINKER_LANGUAGE C)
    target_include_directories(${library} INTERFACE ${includes})
    target_compile_options(${library} INTERFACE ${includes_after})
    target_compile_definitions(${library} INTERFACE ${arg_DEFINES})
    target_link_libraries(${library} INTERFACE bb_shim)

    set_property(GLOBAL PROPERTY ${library}_VERSION "${${arg_SOURCE}_VERSION}")
    set_property(GLOBAL PROPERTY ${library}_LICENCE "${${arg_SOURCE}_LICENCE}")
    set_property(GLOBAL PROPERTY ${library}_PATCHES "${${arg_SOURCE}_${variant}_PATCHES}")
    set_property(GLOBAL PROPERTY ${library}_ORIGIN "${${arg_SOURCE}_${variant}_ORIGIN}")
    set_property(GLOBAL PROPERTY ${library}_TREE "${tree}")
endfunction()

function(brickbat_add_library)
    if(BRICKBAT_ENGINE STREQUAL "none")
        return()
    endif()
    cmake_parse_arguments(PARSE_ARGV 0 arg "SNAPSHOT" "NAME;SOURCE"
        "VARIANTS;WITHOUT;FILES;PLAIN_FILES;EXTRA_FILES;CONFIGURE;INCLUDES;INCLUDES_AFTER;DEFINES;OPTIONS;SHIMS;RENAME;SNAPSHOT_WITHOUT")
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_NAME OR NOT arg_SOURCE OR NOT arg_VARIANTS OR NOT arg_FILES)
        message(FATAL_ERROR "brickbat_add_library(${arg_NAME}): needs NAME, SOURCE, VARIANTS and "
            "FILES; not understood: '${arg_UNPARSED_ARGUMENTS}'")
    endif()
    brickbat_source_variable("${arg_SOURCE}" given)
    if(${given}) # one tree, so one variant of it
        list(GET arg_VARIANTS 0 arg_VARIANTS)
    endif()
    if(${given} OR NOT BRICKBAT_REOPENED)
        set(arg_WITHOUT)
    endif()
    foreach(variant IN LISTS arg_VARIANTS)
        brickbat_add_library_variant(${variant})
    endforeach()
    set(reopened)
    foreach(pair IN LISTS arg_WITHOUT)
        string(REGEX MATCH "^([^=]+)=(.+)$" pair "${pair}")
        set(variant ${CMAKE_MATCH_1})
        string(REPLACE "," ";" patches "${CMAKE_MATCH_2}")
        brickbat_add_library_variant(${variant} ${patches})
        list(APPEND reopened ${variant})
    endforeach()
    set_property(GLOBAL PROPERTY brickbat_${arg_NAME}_VARIANTS ${arg_VARIANTS})
    set_property(GLOBAL PROPERTY brickbat_${arg_NAME}_WITHOUT ${reopened})
    set_property(GLOBAL PROPERTY brickbat_${arg_NAME}_SOURCE ${arg_SOURCE})
endfunction()
