# cmake -D OUTPUT=file.cc -D FOLDER=corpus/scenarios/examples -P this: one raw string per example.
file(GLOB examples ${FOLDER}/*.yaml)
list(SORT examples)
set(rows "")
foreach(example IN LISTS examples)
  get_filename_component(name ${example} NAME_WE)
  file(READ ${example} text)
  string(APPEND rows "    {\"${name}\", R\"~yaml~(${text})~yaml~\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"simulator/presets.h\"

namespace tfsck {
namespace {

constexpr ExampleScenario kExamples[] = {
${rows}};

}  // namespace

std::span<const ExampleScenario> ExampleScenarios() { return kExamples; }

}  // namespace tfsck
")
