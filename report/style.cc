#include "report/style.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tfsck {
namespace {

constexpr size_t kColumns = 100;

// End of the word at the front of `text`, the blank before it included.  What stands between
// backticks is one word: a command that is broken cannot be copied.
size_t WordEnd(std::string_view text) {
  bool quoted = text.front() == '`';
  for (size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '\n' || (text[at] == ' ' && !quoted)) return at;
    if (text[at] == '`') quoted = !quoted;
  }
  return text.size();
}

}  // namespace

std::string Style::Paint(std::string_view code, std::string_view text) const {
  if (!color_) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string Style::Colored(Severity severity, std::string_view text) const {
  constexpr std::array<std::string_view, 4> kCodes = {"36", "33", "31", "1;31"};
  return Paint(kCodes[static_cast<size_t>(severity)], text);
}

std::string WrapText(std::string_view label, std::string_view text, const Style& style) {
  std::string out = style.Dim(label);
  const std::string indent(label.size(), ' ');
  size_t column = label.size();
  bool line_start = true;
  while (!text.empty()) {
    if (text.front() == '\n') {
      out += '\n' + indent;
      column = indent.size();
      line_start = true;
      text.remove_prefix(1);
      continue;
    }
    std::string_view word = text.substr(0, WordEnd(text));
    text.remove_prefix(word.size());
    if (!line_start && column + word.size() > kColumns) {
      out += '\n' + indent;
      column = indent.size();
      if (word.front() == ' ') word.remove_prefix(1);
    }
    out += word;
    column += word.size();
    line_start = false;
  }
  return out + '\n';
}

std::string HumanBytes(uint64_t bytes) {
  constexpr std::array<std::string_view, 5> kUnits = {"B", "KB", "MB", "GB", "TB"};
  double value = static_cast<double>(bytes);
  size_t unit = 0;
  while (value >= 999.5 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  if (unit == 0) return fmt::format("{} B", bytes);
  return fmt::format("{:.{}f} {}", value, value < 99.95 ? 1 : 0, kUnits[unit]);
}

}  // namespace tfsck
