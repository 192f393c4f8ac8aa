// Result<T>: a value, or the reason why the job could not be done.
//
// Content problems (anything wrong *in* a state) are data: FormatFacts and Findings.  An Error is
// for I/O, limits, bad usage and failing services only.  Cheap to move; owns its text.
#ifndef TFSCK_ENGINE_BASE_RESULT_H_
#define TFSCK_ENGINE_BASE_RESULT_H_

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace tfsck {

// What kind of job could not be done; decides the exit code (docs/manual.md, "Exit status").
enum class ErrorKind {
  kUsage,       // bad option, bad configuration, bad scenario: exit 2
  kUnreadable,  // missing, forbidden, changed underfoot, over a limit: exit 3
  kInternal,    // our bug: exit 4
};

struct Error {
  ErrorKind kind = ErrorKind::kInternal;
  std::string message;  // one sentence, names the file or option, no trailing newline
};

template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> MakeError(ErrorKind kind, std::string message) {
  return tl::unexpected<Error>(Error{kind, std::move(message)});
}

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BASE_RESULT_H_
