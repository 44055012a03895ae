# Source trees of the parsers under test. They are never part of this project: a manifest,
# targets/sources/<name>.json, names the upstream release and the SHA-256 of its tarball. Of a large
# release, "paths" lists the files and folders that are unpacked.
#
#   brickbat_source(<name> <variant> [<patch>...])
#
# makes the tree of a variant available: `pristine` is the upstream release, `patched` has the Debian
# package's patch series on top, any other variant the series without those patches. It is unpacked once,
# below build/sources for all presets; after that configuring needs no network. Where it comes from, in this order:
#
#   1. -DBRICKBAT_<NAME>_SOURCE=<folder>: that folder as it is, nothing is checked
#   2. the cache: $BRICKBAT_CACHE, else $XDG_CACHE_HOME/brickbat, else ~/.cache/brickbat
#   3. the Debian source package, from whatever mirror this machine uses
#   4. the upstream release's URL
#
# (2 to 4 are fetch-source's.) To take newer patches, delete the cache and build/sources.
# Sets for the caller, with <v> for <name>_<variant>:
#
#   <v>_DIR      the source tree
#   <v>_PATCHES  names of the patches that were applied
#   <v>_ORIGIN   pristine, patched, or local for a folder that was given
#   <name>_VERSION, <name>_LICENCE

set(BRICKBAT_FETCH_SOURCE "${CMAKE_CURRENT_LIST_DIR}/fetch-source")

function(brickbat_source_cache ret_dir)
    if(DEFINED ENV{BRICKBAT_CACHE})
        set(${ret_dir} "$ENV{BRICKBAT_CACHE}" PARENT_SCOPE)
    elseif(DEFINED ENV{XDG_CACHE_HOME})
        set(${ret_dir} "$ENV{XDG_CACHE_HOME}/brickbat" PARENT_SCOPE)
    else()
        set(${ret_dir} "$ENV{HOME}/.cache/brickbat" PARENT_SCOPE)
    endif()
endfunction()

# One string of the manifest; empty if it is not there.
function(brickbat_manifest_get manifest ret_value)
    string(JSON value ERROR_VARIABLE missing GET "${manifest}" ${ARGN})
    if(missing)
        set(value "")
    endif()
    set(${ret_value} "${value}" PARENT_SCOPE)
endfunction()

# A list of strings of the manifest, with spaces between; empty if it is not there.
function(brickbat_manifest_strings manifest ret_values)
    string(JSON n ERROR_VARIABLE missing LENGTH "${manifest}" ${ARGN})
    set(values)
    if(NOT missing AND n GREATER 0)
        math(EXPR last "${n} - 1")
        foreach(i RANGE ${last})
            string(JSON value GET "${manifest}" ${ARGN} ${i})
            list(APPEND values "${value}")
        endforeach()
    endif()
    list(JOIN values " " values)
    set(${ret_values} "${values}" PARENT_SCOPE)
endfunction()

# The variable that a user sets to give a folder: BRICKBAT_LIBMODBUS_SOURCE.
function(brickbat_source_variable name ret_variable)
    string(TOUPPER "${name}" upper)
    string(MAKE_C_IDENTIFIER "${upper}" upper)
    set(${ret_variable} "BRICKBAT_${upper}_SOURCE" PARENT_SCOPE)
endfunction()

function(brickbat_source_fetch name variant manifest tree)
    foreach(key package tarball sha256)
        brickbat_manifest_get("${manifest}" ${key} debian ${key})
    endforeach()
    foreach(key url sha256)
        brickbat_manifest_get("${manifest}" upstream_${key} upstream ${key})
    endforeach()
    brickbat_manifest_strings("${manifest}" paths paths)
    brickbat_manifest_get("${manifest}" version version)
    brickbat_source_cache(cache)
    list(JOIN ARGN "," without)
    set(series patched)
    if(variant STREQUAL "pristine")
        set(series pristine)
    endif()
    message(STATUS "${name} ${version}: unpacking, ${variant}")
    execute_process(
        COMMAND "${CMAKE_COMMAND}" -E env
            "BB_NAME=${name}" "BB_VERSION=${version}" "BB_CACHE=${cache}"
            "BB_PACKAGE=${package}" "BB_TARBALL=${tarball}" "BB_SHA256=${sha256}"
            "BB_URL=${upstream_url}" "BB_URL_SHA256=${upstream_sha256}" "BB_PATHS=${paths}"
            "BB_WITHOUT=${without}" "${BRICKBAT_FETCH_SOURCE}" ${series} "${tree}"
        RESULT_VARIABLE result OUTPUT_VARIABLE lines ERROR_VARIABLE reason)
    string(REPLACE "\n" ";" lines "${lines}")
    foreach(line IN LISTS lines)
        if(line)
            message(STATUS "${name} ${version}: ${line}")
        endif()
    endforeach()
    if(NOT result EQUAL 0)
        string(REPLACE "\n" "\n  " reason "${reason}") # keeps CMake from refilling the lines
        message(FATAL_ERROR "  ${reason}")
    endif()
endfunction()

function(brickbat_source name variant)
    set(manifest_file "${PROJECT_SOURCE_DIR}/targets/sources/${name}.json")
    if(NOT EXISTS "${manifest_file}")
        message(FATAL_ERROR "There is no manifest targets/sources/${name}.json")
    endif()
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${manifest_file}")
    file(READ "${manifest_file}" manifest)
    brickbat_manifest_get("${manifest}" version version)
    brickbat_manifest_get("${manifest}" licence licence)
    brickbat_source_variable("${name}" given)
    set(patches)
    if(${given})
        set(origin local)
        cmake_path(ABSOLUTE_PATH ${given} BASE_DIRECTORY "${PROJECT_SOURCE_DIR}"
            OUTPUT_VARIABLE tree)
        file(GLOB contents LIST_DIRECTORIES true "${tree}/*")
        if(NOT contents)
            message(FATAL_ERROR "${given}=${tree} is not a folder with a source tree that can be "
                "read. Mend it, or leave it out (-U${given}) to have ${name} ${version} fetched.")
        endif()
        set(version local)
    else()
        set(origin ${variant})
        set(sources "${PROJECT_SOURCE_DIR}/build/sources")
        set(tree "${sources}/${name}-${version}-${variant}")
        file(MAKE_DIRECTORY "${sources}")
        file(LOCK "${sources}" DIRECTORY GUARD FUNCTION) # two presets may be configured at once
        if(NOT EXISTS "${tree}.patches" OR NOT EXISTS "${tree}")
            brickbat_source_fetch(${name} ${variant} "${manifest}" "${tree}" ${ARGN})
        endif()
        file(STRINGS "${tree}.patches" patches)
    endif()
    set(${name}_${variant}_DIR "${tree}" PARENT_SCOPE)
    set(${name}_${variant}_PATCHES "${patches}" PARENT_SCOPE)
    set(${name}_${variant}_ORIGIN ${origin} PARENT_SCOPE)
    set(${name}_VERSION "${version}" PARENT_SCOPE)
    set(${name}_LICENCE "${licence}" PARENT_SCOPE)
endfunction()
