# cmake -D OUTPUT=file.cc -D FOLDER=corpus/scenarios/validation -P this: one raw string per file.
file(GLOB files ${FOLDER}/*.yaml ${FOLDER}/*.csv)
list(SORT files)
set(rows "")
foreach(path IN LISTS files)
  get_filename_component(name ${path} NAME)
  file(READ ${path} text)
  string(APPEND rows "    {\"${name}\", R\"~file~(${text})~file~\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"simulator/validation.h\"

namespace tfsck {
namespace {

constexpr ValidationFile kFiles[] = {
${rows}};

}  // namespace

std::span<const ValidationFile> ValidationFiles() { return kFiles; }

}  // namespace tfsck
")
