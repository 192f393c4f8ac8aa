# cmake -D OUTPUT=file.cc -D FOLDER=folder -D PATTERNS=*.a,*.b -D NAMES=NAME|NAME_WE -D HEADER=header.h
#       -D TYPE=element -D FUNCTION=name -P this
# Writes one raw string per file of the folder, by name, and the function that gives them all.
set(globs "")
string(REPLACE "," ";" patterns "${PATTERNS}")
foreach(pattern IN LISTS patterns)
  list(APPEND globs "${FOLDER}/${pattern}")
endforeach()
file(GLOB files ${globs})
list(SORT files)
set(rows "")
foreach(path IN LISTS files)
  get_filename_component(name ${path} ${NAMES})
  file(READ ${path} text)
  string(APPEND rows "    {\"${name}\", R\"~file~(${text})~file~\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"${HEADER}\"

namespace tfsck {
namespace {

constexpr ${TYPE} kFiles[] = {
${rows}};

}  // namespace

std::span<const ${TYPE}> ${FUNCTION}() { return kFiles; }

}  // namespace tfsck
")
