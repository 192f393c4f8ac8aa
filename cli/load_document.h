// What the argument of a command names.
#ifndef TFSCK_CLI_LOAD_DOCUMENT_H_
#define TFSCK_CLI_LOAD_DOCUMENT_H_

#include <string>

#include "engine/base/result.h"
#include "engine/document.h"

namespace tfsck {

// Loads a file, "-" (standard input), or one committed version: git:REPO:PATH[@REV], the newest
// that leads to REV.  A file that is there comes first.  Error kUnreadable, or kUsage where more
// than one state is named.
Result<Document> LoadArgument(const std::string& argument);

}  // namespace tfsck

#endif  // TFSCK_CLI_LOAD_DOCUMENT_H_
