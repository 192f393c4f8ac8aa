# Writes docs/rules/*.md into one .cc, so that `tfsck explain` works offline.
file(GLOB rule_pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/rules/*.md)
set(rule_pages_cc ${PROJECT_BINARY_DIR}/generated/report/rule_pages.cc)
add_custom_command(
  OUTPUT ${rule_pages_cc}
  COMMAND ${CMAKE_COMMAND} -D OUTPUT=${rule_pages_cc} -D FOLDER=${PROJECT_SOURCE_DIR}/docs/rules
          -P ${PROJECT_SOURCE_DIR}/cmake/write_rule_pages.cmake
  DEPENDS ${rule_pages} ${PROJECT_SOURCE_DIR}/cmake/write_rule_pages.cmake
  COMMENT "Embedding the pages of the rules")
target_sources(tfsck_report PRIVATE ${rule_pages_cc})

# The same for corpus/scenarios/examples/*.yaml: `tfsck simulate --example` prints them.
file(GLOB examples CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/corpus/scenarios/examples/*.yaml)
set(examples_cc ${PROJECT_BINARY_DIR}/generated/simulator/example_scenarios.cc)
add_custom_command(
  OUTPUT ${examples_cc}
  COMMAND ${CMAKE_COMMAND} -D OUTPUT=${examples_cc}
          -D FOLDER=${PROJECT_SOURCE_DIR}/corpus/scenarios/examples
          -P ${PROJECT_SOURCE_DIR}/cmake/write_examples.cmake
  DEPENDS ${examples} ${PROJECT_SOURCE_DIR}/cmake/write_examples.cmake
  COMMENT "Embedding the example scenarios")
target_sources(tfsck_simulator PRIVATE ${examples_cc})

# And corpus/scenarios/validation: `tfsck validate` compares with them, wherever it is.
file(GLOB validation CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/corpus/scenarios/validation/*.yaml
     ${PROJECT_SOURCE_DIR}/corpus/scenarios/validation/*.csv)
set(validation_cc ${PROJECT_BINARY_DIR}/generated/simulator/validation_files.cc)
add_custom_command(
  OUTPUT ${validation_cc}
  COMMAND ${CMAKE_COMMAND} -D OUTPUT=${validation_cc}
          -D FOLDER=${PROJECT_SOURCE_DIR}/corpus/scenarios/validation
          -P ${PROJECT_SOURCE_DIR}/cmake/write_validation.cmake
  DEPENDS ${validation} ${PROJECT_SOURCE_DIR}/cmake/write_validation.cmake
  COMMENT "Embedding the validation scenarios")
target_sources(tfsck_simulator PRIVATE ${validation_cc})

configure_file(${PROJECT_SOURCE_DIR}/cli/version.h.in
               ${PROJECT_BINARY_DIR}/generated/cli/version.h @ONLY)
