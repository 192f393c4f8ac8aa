// What Terraform 1.11.4 prints when it reads a document as a state and refuses it.
//
// Pure; safe from any thread.  The texts are Terraform's own (TF: internal/states/statefile/{read,
// diagnostics,version4}.go), pieced together from the facts of our reader, and compared with the
// recorded answers by tests/analyzers/push_verdict_oracle_test.cc.
#ifndef TFSCK_ANALYZERS_READ_ERROR_H_
#define TFSCK_ANALYZERS_READ_ERROR_H_

#include <optional>
#include <string>

#include "engine/document.h"
#include "engine/state.h"

namespace tfsck {

struct ReadError {
  // The error's text.  Where one address has several problems, or a key is a list or an object,
  // Terraform's text goes on behind it.
  std::string text;
  bool crashes = false;  // Terraform panics instead, and `text` is empty
};

// Nothing where Terraform reads the document.  `state` is what ReadState makes of it.  Terraform
// unpacks no gzip: a file that was unpacked for us is refused at its first byte.
std::optional<ReadError> ErrorOfReading(const Document& document, const StateSnapshot& state);

}  // namespace tfsck

#endif  // TFSCK_ANALYZERS_READ_ERROR_H_
