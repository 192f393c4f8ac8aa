#include "engine/storage/json_export.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/json/go_scanner.h"
#include "engine/storage/file_error.h"

namespace tfsck {

tl::unexpected<Error> ExportError(const std::string& name, std::string_view bytes, uint64_t offset,
                                  std::string_view reason) {
  const std::string_view before = bytes.substr(0, std::min<uint64_t>(offset, bytes.size()));
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  return CannotRead(name, fmt::format("line {}, column {}: {}", lines + 1,
                                      before.size() - line_begin + 1, reason));
}

tl::unexpected<Error> ExportSyntaxError(const std::string& name, std::string_view bytes,
                                        uint64_t begin) {
  const auto error = json::FindSyntaxError(bytes.substr(begin));
  if (!error) return ExportError(name, bytes, begin, "the JSON text is damaged");
  return ExportError(name, bytes, begin + error->offset, error->message);
}

std::string_view WithoutMark(std::string_view bytes) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return bytes.starts_with(kMark) ? bytes.substr(kMark.size()) : bytes;
}

std::string_view ExportText(const json::RawString& raw, std::string* scratch) {
  if (raw.plain) return raw.text;
  *scratch = json::Decode(raw);
  return *scratch;
}

}  // namespace tfsck
