# cmake -DPROGRAM=<target> -DINPUT=<file> -DEXPECT=<regular expression> -P expect_crash.cmake
# Fails unless the target fails on this input with a report that matches.
if(NOT EXISTS "${INPUT}")
    message(FATAL_ERROR "no input ${INPUT}")
endif()
execute_process(COMMAND "${PROGRAM}" "${INPUT}" RESULT_VARIABLE result
    OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(result EQUAL 0)
    message(FATAL_ERROR "${PROGRAM} survived ${INPUT}, it should have failed with '${EXPECT}'")
endif()
if(NOT output MATCHES "${EXPECT}")
    message(FATAL_ERROR "${PROGRAM} failed (${result}), but not with '${EXPECT}':\n${output}")
endif()
message("failed as expected: ${CMAKE_MATCH_0}")
