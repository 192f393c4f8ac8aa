// One state for the commands that look at one.
#ifndef TFSCK_CLI_LOAD_STATE_H_
#define TFSCK_CLI_LOAD_STATE_H_

#include <string>

#include "engine/base/result.h"
#include "engine/document.h"
#include "engine/state.h"

namespace tfsck {

struct LoadedState {
  Document document;
  StateSnapshot state;
};

// Loads and reads `path`.  Error kUnreadable where it cannot be loaded, is no state, or is one that
// Terraform refuses; the text then says the first reason and names `tfsck check`.
Result<LoadedState> LoadState(const std::string& path);

// Why Terraform refuses a state: the worst finding, its first of equals, in one sentence.
// REQUIRES that it does.
std::string RefusalReason(const Document& document);

// Prints the error as the program's and gives its exit code.
int Complain(const Error& error);

}  // namespace tfsck

#endif  // TFSCK_CLI_LOAD_STATE_H_
