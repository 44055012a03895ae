# cmake -DPROGRAM=<target> -DDIRS=<dir>,<dir>... -P run_seeds.cmake
# Runs a target over the files right inside the folders. Fails if the target does, or if there are
# none: a test of nothing is no test.
string(REPLACE "," ";" dirs "${DIRS}")
set(inputs)
foreach(dir IN LISTS dirs)
    file(GLOB found LIST_DIRECTORIES false "${dir}/*")
    list(APPEND inputs ${found})
endforeach()
if(NOT inputs)
    message(FATAL_ERROR "no seeds in ${DIRS}")
endif()
execute_process(COMMAND "${PROGRAM}" ${inputs} RESULT_VARIABLE result)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "${PROGRAM} failed on its seeds or regressions: ${result}")
endif()
list(LENGTH inputs count)
message("${count} inputs, all fine")
