#include "engine/base/shell_text.h"

namespace tfsck {
namespace {

bool IsPlainForShell(std::string_view text) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@%+,=";
  return !text.empty() && text.find_first_not_of(kPlain) == std::string_view::npos;
}

}  // namespace

std::string QuoteForShell(std::string_view text) {
  if (IsPlainForShell(text)) return std::string(text);
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  quoted += '\'';
  return quoted;
}

std::string QuoteFileForShell(std::string_view file) {
  return QuoteForShell(file.starts_with('-') ? "./" + std::string(file) : std::string(file));
}

}  // namespace tfsck
