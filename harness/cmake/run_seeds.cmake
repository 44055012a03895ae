# cmake -DPROGRAM=<target> -DDIRS=<dir>,<dir>... -P run_seeds.cmake
# Runs a target over the files right inside the folders. Fails if the target does, or if there are
# none: a test of nothing is no test. Where the driver counts oracles (engine/replay.c), each must have
# been evaluated, but for known_*: suppressions of what nobody seeds.
string(REPLACE "," ";" dirs "${DIRS}")
set(inputs)
foreach(dir IN LISTS dirs)
    file(GLOB found LIST_DIRECTORIES false "${dir}/*")
    list(APPEND inputs ${found})
endforeach()
if(NOT inputs)
    message(FATAL_ERROR "no seeds in ${DIRS}")
endif()
execute_process(COMMAND "${PROGRAM}" ${inputs} RESULT_VARIABLE result
    ERROR_VARIABLE said ECHO_ERROR_VARIABLE)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "${PROGRAM} failed on its seeds or regressions: ${result}")
endif()
string(REGEX MATCHALL "oracle [A-Za-z0-9_]+ evaluated 0 times" idle "${said}")
list(FILTER idle EXCLUDE REGEX "oracle known_")
if(idle)
    list(JOIN idle ", " idle)
    message(FATAL_ERROR "${PROGRAM} proves nothing of some of what it asserts: ${idle}")
endif()
list(LENGTH inputs count)
message("${count} inputs, all fine")
