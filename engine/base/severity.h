// Severity: how bad a finding is.  One rule has exactly one.
#ifndef TFSCK_ENGINE_BASE_SEVERITY_H_
#define TFSCK_ENGINE_BASE_SEVERITY_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace tfsck {

enum class Severity : uint8_t {
  kInfo,     // worth knowing; healthy states have these
  kWarning,  // will surprise somebody
  kError,    // a wrong outcome is likely
  kFatal,    // the file is unusable, or data is already lost
};

std::string_view SeverityName(Severity severity);  // "info", "warning", ...
std::optional<Severity> ParseSeverity(std::string_view name);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BASE_SEVERITY_H_
