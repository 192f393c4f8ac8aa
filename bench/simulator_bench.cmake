add_executable(simulator_bench ${CMAKE_CURRENT_LIST_DIR}/simulator_bench.cc
                               ${CMAKE_CURRENT_LIST_DIR}/queue_bench.cc)
target_link_libraries(simulator_bench PRIVATE tfsck_simulator benchmark::benchmark_main)
