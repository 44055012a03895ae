# tgl's code for the schema of the API, which its own generator writes: sets tgl_generated, the folder
# that has auto/*.c and auto/*.h, and adds the target tgl_auto. tl-parser is a program of its own.
find_program(TL_PARSER tl-parser)
find_path(TL_PARSER_INCLUDE tl-parser/tl-tl.h)
if(NOT TL_PARSER OR NOT TL_PARSER_INCLUDE)
    message(FATAL_ERROR "tgl needs tl-parser and tl-parser/tl-tl.h: run ci/setup")
endif()

brickbat_source(tgl pristine)
set(tgl_tree "${tgl_pristine_DIR}")
set(tgl_generated "${CMAKE_CURRENT_BINARY_DIR}/tgl")
set(auto "${tgl_generated}/auto")
file(MAKE_DIRECTORY "${auto}")
# The files in crypto/ include "../config.h", which is found beside auto/.
configure_file(tgl-config/config.h "${tgl_generated}/config.h" COPYONLY)

add_executable(tgl_generate EXCLUDE_FROM_ALL "${tgl_tree}/generate.c" "${tgl_tree}/tools.c"
    "${tgl_tree}/crypto/rand_openssl.c" "${tgl_tree}/crypto/err_openssl.c")
target_include_directories(tgl_generate PRIVATE "${tgl_generated}" "${auto}" "${tgl_tree}"
    "${TL_PARSER_INCLUDE}" "${TL_PARSER_INCLUDE}/tl-parser")
target_compile_definitions(tgl_generate PRIVATE HAVE_CONFIG_H _GNU_SOURCE)
target_compile_options(tgl_generate PRIVATE -w -UNDEBUG) # its assertions do the work
target_link_libraries(tgl_generate PRIVATE crypto z)
set_target_properties(tgl_generate PROPERTIES C_COMPILER_LAUNCHER "${BRICKBAT_OWN_LAUNCHER}")

set(schemes scheme.tl encrypted_scheme.tl binlog.tl mtproto.tl append.tl)
list(TRANSFORM schemes PREPEND "${tgl_tree}/")
add_custom_command(OUTPUT "${auto}/scheme.tlo" "${auto}/constants.h"
    COMMAND cat ${schemes} > "${auto}/scheme.tl"
    COMMAND "${TL_PARSER}" -e "${auto}/scheme.tlo" "${auto}/scheme.tl"
    COMMAND "${TL_PARSER}" -E "${auto}/scheme.tl" 2> "${auto}/scheme2.tl"
    COMMAND awk -f "${tgl_tree}/gen_constants_h.awk" < "${auto}/scheme2.tl" > "${auto}/constants.h"
    DEPENDS ${schemes} COMMENT "Compiling tgl's schema" VERBATIM)

set(generated "${auto}/constants.h")
foreach(part types skip fetch fetch-ds free-ds print-ds store store-ds autocomplete)
    add_custom_command(OUTPUT "${auto}/auto-${part}.c" "${auto}/auto-${part}.h"
        COMMAND tgl_generate -g ${part}-header "${auto}/scheme.tlo" > "${auto}/auto-${part}.h"
        COMMAND tgl_generate -g ${part} "${auto}/scheme.tlo" > "${auto}/auto-${part}.c"
        DEPENDS tgl_generate "${auto}/scheme.tlo" COMMENT "Generating tgl's auto-${part}" VERBATIM)
    list(APPEND generated "${auto}/auto-${part}.c")
endforeach()
add_custom_target(tgl_auto DEPENDS ${generated})
