// Text as one word of a POSIX shell: for commands that people copy.  Pure; thread-safe.
#ifndef TFSCK_ENGINE_BASE_SHELL_TEXT_H_
#define TFSCK_ENGINE_BASE_SHELL_TEXT_H_

#include <string>
#include <string_view>

namespace tfsck {

// The text as one word of a POSIX shell; plain words stay as they are.
std::string QuoteForShell(std::string_view text);

// The same for the name of a file; one that begins with a dash would be taken for an option.
std::string QuoteFileForShell(std::string_view file);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BASE_SHELL_TEXT_H_
