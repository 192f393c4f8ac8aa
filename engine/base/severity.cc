#include "engine/base/severity.h"

#include <array>

namespace tfsck {
namespace {
constexpr std::array<std::string_view, 4> kNames = {"info", "warning", "error", "fatal"};
}  // namespace

std::string_view SeverityName(Severity severity) { return kNames[static_cast<size_t>(severity)]; }

std::optional<Severity> ParseSeverity(std::string_view name) {
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Severity>(i);
  }
  return std::nullopt;
}

}  // namespace tfsck
