// The configuration of `tfsck check`: docs/formats/config.md.
#ifndef TFSCK_CLI_CHECK_CONFIG_H_
#define TFSCK_CLI_CHECK_CONFIG_H_

#include <optional>
#include <string>
#include <string_view>

#include "analyzers/ignore.h"
#include "engine/base/result.h"

namespace tfsck {

inline constexpr std::string_view kConfigFile = ".tfsck.yaml";

struct CheckConfig {
  std::optional<std::string> fail_on;  // as --fail-on takes it
  std::optional<std::string> tool;     // as --for takes it
  IgnoreList ignore;
};

// Reads a configuration; `name` is the file's.  Error kUsage, with file, line and column.
Result<CheckConfig> ParseCheckConfig(const std::string& name, std::string_view text);

// Reads a file; without a name kConfigFile, if this folder has one.  Error kUsage also where the
// file cannot be read.
Result<CheckConfig> LoadCheckConfig(const std::string& path);

}  // namespace tfsck

#endif  // TFSCK_CLI_CHECK_CONFIG_H_
