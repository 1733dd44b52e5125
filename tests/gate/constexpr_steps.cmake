# What Clang lets a constant expression do is counted in steps, a million by default: 46000 for the 40 samples of
# constexpr_steps.cpp, 1150 a sample (1046 measured with Clang 14, 16 and 19). Far fewer, and the limit can be lowered.
find_program(CLANG NAMES clang++-16 clang++-19 clang++-14 clang++)
if(NOT CLANG)
    message("there is no clang++ to count the steps")
    return()
endif()
foreach(steps 46000 36800)
    execute_process(COMMAND ${CLANG} -std=c++20 -fsyntax-only -fconstexpr-steps=${steps} -I${INCLUDE} ${CMAKE_CURRENT_LIST_DIR}/constexpr_steps.cpp
                    RESULT_VARIABLE failed_${steps} ERROR_VARIABLE output_${steps})
endforeach()
if(failed_46000)
    message(FATAL_ERROR "more than 1150 steps a sample:\n${output_46000}")
elseif(NOT output_36800 MATCHES "step limit")
    message(FATAL_ERROR "fewer than 920 steps a sample: lower the limit\n${output_36800}")
endif()
