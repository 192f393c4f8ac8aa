// Style: colours and line breaks of text for people.
#ifndef TFSCK_REPORT_STYLE_H_
#define TFSCK_REPORT_STYLE_H_

#include <string>
#include <string_view>

#include "engine/base/severity.h"

namespace tfsck {

class Style {
 public:
  // `color`: ANSI escapes are wanted; else every function gives its text unchanged.
  explicit Style(bool color) : color_(color) {}

  std::string Strong(std::string_view text) const { return Paint("1", text); }
  std::string Dim(std::string_view text) const { return Paint("2", text); }
  std::string Good(std::string_view text) const { return Paint("32", text); }
  std::string Bad(std::string_view text) const { return Paint("1;31", text); }
  std::string Colored(Severity severity, std::string_view text) const;
  std::string Severe(Severity severity) const { return Colored(severity, SeverityName(severity)); }

 private:
  std::string Paint(std::string_view code, std::string_view text) const;
  bool color_;
};

// `text` broken into lines of at most 100 columns behind `label`, further lines indented to match;
// its own line breaks are kept.  Ends with a line break.
std::string WrapText(std::string_view label, std::string_view text, const Style& style);

// "B", "KB", "MB" with three digits: 5.4 MB.
std::string HumanBytes(uint64_t bytes);

}  // namespace tfsck

#endif  // TFSCK_REPORT_STYLE_H_
