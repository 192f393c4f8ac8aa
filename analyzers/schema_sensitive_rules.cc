// SCH032: sensitive paths that hide nothing, or everything.
#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzers/rule_functions.h"
#include "engine/sensitive_paths.h"

namespace tfsck {
namespace {

using Paths = std::vector<SensitivePath>;

// Paths followed per object: each may cost a walk through an attribute.
constexpr size_t kMaxPaths = 256;

// The attribute that a path begins with, for people; the steps behind it may be keys of a user.
std::string_view FirstName(const SensitivePath& path) {
  return path.empty() ? std::string_view() : std::string_view(path.front().text);
}

std::string_view Problem(PathTarget target) {
  switch (target) {
    case PathTarget::kMissing:
      return "leads to nothing in the attributes";
    case PathTarget::kThroughScalar:
      return "goes through a text, a number or a boolean";
    case PathTarget::kExists:
    case PathTarget::kThroughNull:  // also where a provider left an optional block out
      return {};
  }
  return {};
}

bool RepeatsEarlier(const Paths& paths, size_t index) {
  const auto path = paths.begin() + static_cast<ptrdiff_t>(index);
  return std::find(paths.begin(), path, *path) != path;
}

// What is wrong with one path, "" where nothing is.
std::string PathProblem(const Paths& paths, size_t index, PathTarget target) {
  const SensitivePath& path = paths[index];
  if (path.empty()) {
    return fmt::format("sensitive path {} is empty, so the whole object is hidden", index);
  }
  if (RepeatsEarlier(paths, index)) {
    return fmt::format("sensitive path {} below \"{}\" repeats an earlier one", index,
                       FirstName(path));
  }
  const std::string_view problem = Problem(target);
  if (problem.empty()) return "";
  return fmt::format("sensitive path {} below \"{}\" {}", index, FirstName(path), problem);
}

}  // namespace

void CheckSensitivePathDangling(const RuleInput& input, Reporter& reporter) {
  // Instances of one resource usually have the same text; bad ones are SCH031's and parse to none.
  std::unordered_map<std::string_view, Paths> parsed;
  for (uint32_t row = 0; row < input.state.instances.size(); ++row) {
    const Instance& instance = input.state.instances[row];
    const std::string_view text = instance.sensitive_attributes;
    if (text.size() <= 2 || !instance.attributes.starts_with('{')) continue;
    auto known = parsed.find(text);
    if (known == parsed.end()) {
      known = parsed.emplace(text, ParseSensitivePaths(text).value_or(Paths{})).first;
    }
    const Paths& paths = known->second;
    const size_t count = std::min(paths.size(), kMaxPaths);
    const auto targets = ResolvePaths(instance.attributes, std::span(paths).first(count));
    for (size_t i = 0; i < count; ++i) {
      std::string what = PathProblem(paths, i, targets[i]);
      if (!what.empty()) reporter.ReportInstance(kSCH032, input.state, row, std::move(what));
    }
  }
}

}  // namespace tfsck
