#include "report/how_to_open.h"

#include "engine/base/shell_text.h"

namespace tfsck {

std::string HowToOpenFile(DocumentKind kind, std::string_view path) {
  constexpr std::string_view kWord = " FILE";  // not the end of KEYFILE
  std::string command(HowToOpen(kind));
  const size_t at = command.find(kWord);
  if (at != command.npos) command.replace(at + 1, kWord.size() - 1, QuoteForShell(path));
  return command;
}

}  // namespace tfsck
