# What Clang lets a constant expression do is counted in steps, a million by default: 50000 for the 40 samples of
# constexpr_steps.cpp, 1250 a sample (1180 measured with Clang 14, 16 and 19). Far fewer, and the limit can be lowered.
find_program(CLANG NAMES clang++-16 clang++-19 clang++-14 clang++)
if(NOT CLANG)
    message("there is no clang++ to count the steps")
    return()
endif()
foreach(steps 50000 40000)
    execute_process(COMMAND ${CLANG} -std=c++20 -fsyntax-only -fconstexpr-steps=${steps} -I${INCLUDE} ${CMAKE_CURRENT_LIST_DIR}/constexpr_steps.cpp
                    RESULT_VARIABLE failed_${steps} ERROR_VARIABLE output_${steps})
endforeach()
if(failed_50000)
    message(FATAL_ERROR "more than 1250 steps a sample:\n${output_50000}")
elseif(NOT output_40000 MATCHES "step limit")
    message(FATAL_ERROR "fewer than 1000 steps a sample: lower the limit\n${output_40000}")
endif()
