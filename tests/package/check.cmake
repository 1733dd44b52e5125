# A project beside ours gets typegrad by USE (an installed package, a subdirectory, FetchContent), compiles with no flag
# of ours, and gets the right answer.
set(ENV{CXXFLAGS} "")
file(REMOVE_RECURSE ${FOLDER})
if(USE STREQUAL find_package)
    execute_process(COMMAND ${CMAKE_COMMAND} --install ${BINARY} --prefix ${FOLDER}/prefix COMMAND_ERROR_IS_FATAL ANY)
endif()
execute_process(COMMAND ${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${FOLDER} -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER}
                        -DCMAKE_PREFIX_PATH=${FOLDER}/prefix -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DUSE=${USE} -DTYPEGRAD=${SOURCE}
                COMMAND_ERROR_IS_FATAL ANY)
file(READ ${FOLDER}/compile_commands.json commands)
if(commands MATCHES " (-[Wmf][^ ]*)")
    message(FATAL_ERROR "${CMAKE_MATCH_1} was passed on to a consumer:\n${commands}")
endif()
execute_process(COMMAND ${CMAKE_COMMAND} --build ${FOLDER} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${FOLDER}/consumer COMMAND_ERROR_IS_FATAL ANY)
