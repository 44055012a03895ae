# brickbat_add_test(NAME <name> SOURCES <file>... [LIBS <library>...] [ARGS <argument>...]
#                   [LABEL <label>] [ENVIRONMENT <NAME=value>...])
#
# A cmocka test, run by ctest with the label `unit` unless LABEL says otherwise. Relative SOURCES are
# looked up in harness/tests. Does nothing unless BRICKBAT_TESTS is on, so a module's CMakeLists.txt
# declares its tests right beside its library.

if(BRICKBAT_TESTS)
    find_path(BRICKBAT_CMOCKA_INCLUDE cmocka.h)
    find_library(BRICKBAT_CMOCKA_LIBRARY cmocka)
    if(NOT BRICKBAT_CMOCKA_INCLUDE OR NOT BRICKBAT_CMOCKA_LIBRARY)
        message(FATAL_ERROR "The tests need cmocka: install the package libcmocka-dev "
            "(apt-get install libcmocka-dev), or configure with -DBRICKBAT_TESTS=OFF.")
    endif()
endif()

function(brickbat_add_test)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;LABEL" "SOURCES;LIBS;ARGS;ENVIRONMENT")
    if(NOT BRICKBAT_TESTS)
        return()
    endif()
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_NAME OR NOT arg_SOURCES)
        message(FATAL_ERROR "brickbat_add_test(${arg_NAME}): needs NAME and SOURCES; "
            "not understood: '${arg_UNPARSED_ARGUMENTS}'")
    endif()
    set(sources)
    foreach(source IN LISTS arg_SOURCES)
        cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${PROJECT_SOURCE_DIR}/harness/tests")
        list(APPEND sources "${source}")
    endforeach()
    add_executable(test_${arg_NAME} ${sources})
    set_target_properties(test_${arg_NAME} PROPERTIES
        RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
    target_include_directories(test_${arg_NAME} PRIVATE "${BRICKBAT_CMOCKA_INCLUDE}")
    target_link_libraries(test_${arg_NAME} PRIVATE
        ${arg_LIBS} brickbat::own "${BRICKBAT_CMOCKA_LIBRARY}")
    if(NOT arg_LABEL)
        set(arg_LABEL unit)
    endif()
    # Golden files and scripts are found from the project root.
    add_test(NAME ${arg_NAME} COMMAND test_${arg_NAME} ${arg_ARGS}
        WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
    set_tests_properties(${arg_NAME} PROPERTIES
        LABELS "${arg_LABEL}" TIMEOUT 300 ENVIRONMENT "${arg_ENVIRONMENT}")
endfunction()
