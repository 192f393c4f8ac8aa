// What to run to open a document that is no readable state.
#ifndef TFSCK_REPORT_HOW_TO_OPEN_H_
#define TFSCK_REPORT_HOW_TO_OPEN_H_

#include <string>
#include <string_view>

#include "engine/document.h"

namespace tfsck {

// HowToOpen (engine/document.h) with the file's path in the place of FILE, quoted for a shell where
// it needs to be; "" where there is nothing to say.
std::string HowToOpenFile(DocumentKind kind, std::string_view path);

}  // namespace tfsck

#endif  // TFSCK_REPORT_HOW_TO_OPEN_H_
