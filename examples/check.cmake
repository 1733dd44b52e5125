# PROGRAM with ARGUMENTS (a list) must end with the exit status STATUS, and all that it prints must match EXPECTED.
execute_process(COMMAND ${PROGRAM} ${ARGUMENTS} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)
message("${output}${errors}")
if(NOT status STREQUAL STATUS)
    message(FATAL_ERROR "the exit status is ${status}, not ${STATUS}")
elseif(NOT "${output}${errors}" MATCHES "${EXPECTED}")
    message(FATAL_ERROR "the output does not match ${EXPECTED}")
endif()
