# cmake -D OUTPUT=file.cc -D FOLDER=docs/rules -P this: one raw string per page.
file(GLOB pages ${FOLDER}/*.md)
list(SORT pages)
set(rows "")
foreach(page IN LISTS pages)
  get_filename_component(id ${page} NAME_WE)
  file(READ ${page} text)
  string(APPEND rows "    {\"${id}\", R\"~page~(${text})~page~\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"report/rule_pages.h\"

namespace tfsck {
namespace {

constexpr std::pair<std::string_view, std::string_view> kPages[] = {
${rows}};

}  // namespace

std::span<const std::pair<std::string_view, std::string_view>> RulePages() { return kPages; }

}  // namespace tfsck
")
