# tfsck_embed(TARGET FOLDER PATTERNS NAMES HEADER TYPE FUNCTION): files of a folder as a part of a room,
# so that the program works wherever it is (cmake/write_embedded.cmake says what each word is).
function(tfsck_embed target folder patterns names header type function)
  set(globs "")
  string(REPLACE "," ";" pattern_list "${patterns}")
  foreach(pattern IN LISTS pattern_list)
    list(APPEND globs "${PROJECT_SOURCE_DIR}/${folder}/${pattern}")
  endforeach()
  file(GLOB files CONFIGURE_DEPENDS ${globs})
  set(output ${PROJECT_BINARY_DIR}/generated/embedded/${function}.cc)
  set(writer ${PROJECT_SOURCE_DIR}/cmake/write_embedded.cmake)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -D OUTPUT=${output} -D FOLDER=${PROJECT_SOURCE_DIR}/${folder}
            -D "PATTERNS=${patterns}" -D NAMES=${names} -D HEADER=${header} -D "TYPE=${type}"
            -D FUNCTION=${function} -P ${writer}
    DEPENDS ${files} ${writer}
    COMMENT "Embedding ${folder}"
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

# `tfsck explain` works offline, `tfsck simulate --example` prints them, `tfsck validate` compares with them.
tfsck_embed(tfsck_report docs/rules *.md NAME_WE report/rule_pages.h
            "std::pair<std::string_view, std::string_view>" RulePages)
tfsck_embed(tfsck_simulator corpus/scenarios/examples *.yaml NAME_WE simulator/presets.h
            ExampleScenario ExampleScenarios)
tfsck_embed(tfsck_simulator corpus/scenarios/validation *.yaml,*.csv NAME simulator/validation.h
            ValidationFile ValidationFiles)

configure_file(${PROJECT_SOURCE_DIR}/cli/version.h.in
               ${PROJECT_BINARY_DIR}/generated/cli/version.h @ONLY)
