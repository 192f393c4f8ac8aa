// Text that HTML, SVG and XML can carry.  Pure; thread-safe.
#ifndef TFSCK_REPORT_MARKUP_TEXT_H_
#define TFSCK_REPORT_MARKUP_TEXT_H_

#include <string>
#include <string_view>

namespace tfsck {

// `text`, printable already (engine/base/printable.h) and so without any character that XML 1.0
// forbids, as the text of an element or of a quoted attribute.
std::string MarkupText(std::string_view text);

}  // namespace tfsck

#endif  // TFSCK_REPORT_MARKUP_TEXT_H_
