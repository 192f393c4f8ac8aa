// The option --for: whose rules count.
#ifndef TFSCK_CLI_TOOL_OPTION_H_
#define TFSCK_CLI_TOOL_OPTION_H_

#include <optional>
#include <string>
#include <string_view>

#include "engine/state.h"

namespace CLI {
class App;
}

namespace tfsck {

// "terraform", "opentofu" or "auto" (kUnknown: the program that wrote the state).
std::optional<ToolFamily> ParseTool(std::string_view name);

void AddToolOption(CLI::App& app, std::string* value);

}  // namespace tfsck

#endif  // TFSCK_CLI_TOOL_OPTION_H_
