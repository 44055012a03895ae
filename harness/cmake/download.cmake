# cmake -DURL=<url> -DFILE=<path> -P download.cmake: downloads, whole or not at all.
file(DOWNLOAD "${URL}" "${FILE}.part" STATUS status TIMEOUT 300 INACTIVITY_TIMEOUT 20 TLS_VERIFY ON)
list(GET status 0 code)
if(code EQUAL 0)
    file(RENAME "${FILE}.part" "${FILE}")
else()
    file(REMOVE "${FILE}.part")
    list(GET status 1 reason)
    message("${reason}") # the first line, for fetch-source
    message(FATAL_ERROR "")
endif()
