# brickbat_add_grammar(PROTO <file.proto> GRAMMARS <name>... [FOR_TESTS])
#
# Compiles a grammar. Makes the library bb_grammar_<file>, which defines bb_grammar_<name> for each
# name (the `grammar` options in the file; a name that is not there is an error when linking), and
# for AFL++ one <name>_mutator.so each. Imports are looked up next to the file, and
# from targets/ on. Grammars FOR_TESTS are in no registry and have no mutator.
#
# brickbat_grammar_registry(<target>)
#
# Links every grammar that was added so far into the target and defines bb_grammars[] in it.

function(brickbat_add_grammar)
    cmake_parse_arguments(PARSE_ARGV 0 arg "FOR_TESTS" "PROTO" "GRAMMARS")
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_PROTO OR NOT arg_GRAMMARS)
        message(FATAL_ERROR "brickbat_add_grammar(PROTO ${arg_PROTO}): needs PROTO and GRAMMARS; "
            "not understood: '${arg_UNPARSED_ARGUMENTS}'")
    endif()
    cmake_path(ABSOLUTE_PATH arg_PROTO OUTPUT_VARIABLE proto)
    cmake_path(GET proto PARENT_PATH folder)
    cmake_path(GET proto STEM stem)
    set(out "${CMAKE_CURRENT_BINARY_DIR}/wire")
    add_custom_command(OUTPUT "${out}/${stem}.wire.c" "${out}/${stem}.wire.h"
        COMMAND "${CMAKE_COMMAND}" -E make_directory "${out}"
        COMMAND "${BRICKBAT_PROTOC}" "--plugin=protoc-gen-wire=$<TARGET_FILE:protoc-gen-wire>"
            "--wire_out=${out}" "--dependency_out=${out}/${stem}.d" "-I${folder}"
            "-I${PROJECT_SOURCE_DIR}/harness/include" "-I${PROJECT_SOURCE_DIR}/targets"
            "-I${BRICKBAT_PROTO_INCLUDE}" "${proto}"
        DEPENDS "${proto}" protoc-gen-wire
            "${PROJECT_SOURCE_DIR}/harness/include/brickbat/wire.proto"
        DEPFILE "${out}/${stem}.d" # its imports
        COMMENT "protoc-gen-wire ${stem}.proto" VERBATIM)
    set(library bb_grammar_${stem})
    add_library(${library} STATIC "${out}/${stem}.wire.c")
    set_target_properties(${library} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    target_link_libraries(${library} PUBLIC bb_grammar PRIVATE brickbat::own)
    target_include_directories(${library} PUBLIC "${out}")
    if(arg_FOR_TESTS)
        return()
    endif()
    foreach(name IN LISTS arg_GRAMMARS)
        set_property(GLOBAL PROPERTY BRICKBAT_GRAMMAR_${name} ${library})
        set_property(GLOBAL APPEND PROPERTY BRICKBAT_GRAMMARS ${name})
        brickbat_add_mutator(${name} ${library})
    endforeach()
endfunction()

# <build>/mutators/<grammar>_mutator.so, for AFL_CUSTOM_MUTATOR_LIBRARY.
function(brickbat_add_mutator grammar library)
    if(NOT BRICKBAT_ENGINE STREQUAL "none")
        return()
    endif()
    add_library(${grammar}_mutator MODULE "${PROJECT_SOURCE_DIR}/harness/engine/afl.c")
    set_target_properties(${grammar}_mutator PROPERTIES
        PREFIX "" LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/mutators")
    target_compile_definitions(${grammar}_mutator PRIVATE BB_GRAMMAR=bb_grammar_${grammar})
    target_link_libraries(${grammar}_mutator PRIVATE
        brickbat::own bb_mutate bb_minimize ${library})
endfunction()

function(brickbat_grammar_registry target)
    if(NOT TARGET ${target}) # a test, and tests are off
        return()
    endif()
    target_sources(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/${target}_grammars.c")
    # At the very end, when all grammars are known.
    cmake_language(EVAL CODE "cmake_language(DEFER DIRECTORY [[${PROJECT_SOURCE_DIR}]]
        CALL brickbat_write_registry ${target} [[${CMAKE_CURRENT_BINARY_DIR}]])")
endfunction()

function(brickbat_write_registry target folder)
    get_property(names GLOBAL PROPERTY BRICKBAT_GRAMMARS)
    set(externs "")
    set(list "")
    foreach(name IN LISTS names)
        get_property(library GLOBAL PROPERTY BRICKBAT_GRAMMAR_${name})
        target_link_libraries(${target} PRIVATE ${library})
        string(APPEND externs "extern const struct bb_grammar bb_grammar_${name};\n")
        string(APPEND list "    &bb_grammar_${name},\n")
    endforeach()
    file(CONFIGURE OUTPUT "${folder}/${target}_grammars.c" @ONLY CONTENT
"#include <brickbat/grammar.h>

@externs@
const struct bb_grammar *const bb_grammars[] = {
@list@    NULL,
};
")
endfunction()
