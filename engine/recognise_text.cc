#include <algorithm>

#include "engine/recognise.h"

namespace tfsck {
namespace {

constexpr size_t kYamlHead = 4096;
// Holds the `sops` block of a dozen keys; SOPS writes it last.
constexpr size_t kSopsTail = size_t{64} << 10;

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool IsHtml(std::string_view text) {
  return text.size() > 1 && text[0] == '<' &&
         (IsLetter(text[1]) || text[1] == '!' || text[1] == '?');
}

// `key:` or `key: value`, the key one word; but not the first line of an error message.
bool IsYamlMember(std::string_view line) {
  const size_t colon = line.find(':');
  if (colon == line.npos || colon == 0) return false;
  if (colon + 1 < line.size() && line[colon + 1] != ' ') return false;
  const std::string_view key = line.substr(0, colon);
  if (key == "Error" || key == "Warning" || key == "error" || key == "fatal") return false;
  return std::all_of(key.begin(), key.end(), [](char c) {
    return IsLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
  });
}

bool IsYamlLine(std::string_view line) {
  return line.starts_with("- ") || line.starts_with("  ") || IsYamlMember(line);
}

// Judges the first two lines that are neither empty nor comments.
bool IsYaml(std::string_view text) {
  text = text.substr(0, kYamlHead);
  int judged = 0;
  while (!text.empty() && judged < 2) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    if (judged == 0 && (line == "---" || line.starts_with("--- ") || line.starts_with("%YAML"))) {
      return true;
    }
    if (!IsYamlLine(line)) return false;
    ++judged;
  }
  return judged > 0;
}

bool IsSopsYaml(std::string_view text) {
  const std::string_view tail = text.substr(text.size() - std::min(text.size(), kSopsTail));
  return tail.find("\nsops:") != tail.npos && tail.find("ENC[AES256_GCM,") != tail.npos;
}

}  // namespace

DocumentKind RecogniseText(std::string_view text) {
  if (IsHtml(text)) return DocumentKind::kHtml;
  if (!IsYaml(text)) return DocumentKind::kOther;
  return IsSopsYaml(text) ? DocumentKind::kSops : DocumentKind::kYaml;
}

}  // namespace tfsck
