#include "analyzers/history_walk.h"

#include <fmt/format.h>

namespace tfsck {

std::vector<uint32_t> ChainOf(const History& history) {
  std::vector<uint32_t> chain;
  for (uint32_t row = 0; row < history.versions.size(); ++row) {
    const HistoryVersion& version = history.versions[row];
    if (version.has_serial && version.stored.role != VersionRole::kErrored) chain.push_back(row);
  }
  return chain;
}

bool Comparable(const HistoryVersion& a, const HistoryVersion& b) {
  return a.readable && b.readable;
}

std::string CountOf(uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string NameVersion(const HistoryVersion& version) {
  if (!version.has_serial) return version.label;
  return fmt::format("serial {} ({})", version.serial, version.label);
}

std::string SomeOf(const std::vector<std::string>& names) {
  constexpr size_t kShown = 3;
  std::string text;
  for (size_t i = 0; i < names.size() && i < kShown; ++i) {
    const bool last = i + 1 == names.size();
    text += fmt::format("{}{}", i == 0 ? "" : last ? " and " : ", ", names[i]);
  }
  if (names.size() > kShown) text += fmt::format(" and {} more", names.size() - kShown);
  return text;
}

}  // namespace tfsck
