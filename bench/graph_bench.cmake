add_executable(graph_bench ${CMAKE_CURRENT_LIST_DIR}/graph_bench.cc)
target_link_libraries(graph_bench PRIVATE tfsck_engine Boost::headers benchmark::benchmark_main)
