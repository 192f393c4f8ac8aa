#include "cli/tool_option.h"

#include <CLI/CLI.hpp>

namespace tfsck {

std::optional<ToolFamily> ParseTool(std::string_view name) {
  if (name == "terraform") return ToolFamily::kTerraform;
  if (name == "opentofu") return ToolFamily::kOpenTofu;
  if (name == "auto") return ToolFamily::kUnknown;
  return std::nullopt;
}

void AddToolOption(CLI::App& app, std::string* value) {
  app.add_option("--for", *value,
                 "Judge for terraform or opentofu; auto: for the program that wrote the state "
                 "[auto]")
      ->check(CLI::IsMember({"auto", "terraform", "opentofu"}));
}

}  // namespace tfsck
