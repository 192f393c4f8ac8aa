// SCH032: sensitive paths that hide nothing, or everything.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzers/rule_functions.h"
#include "engine/sensitive_paths.h"

namespace tfsck {
namespace {

using Paths = std::vector<SensitivePath>;

// Paths followed per object: each costs a walk through the attributes.
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

void CheckPath(const RuleInput& input, uint32_t row, const Paths& paths, size_t index,
               Reporter& reporter) {
  const SensitivePath& path = paths[index];
  std::string what;
  if (path.empty()) {
    what = fmt::format("sensitive path {} is empty, so the whole object is hidden", index);
  } else if (std::find(paths.begin(), paths.begin() + static_cast<ptrdiff_t>(index), path) !=
             paths.begin() + static_cast<ptrdiff_t>(index)) {
    what = fmt::format("sensitive path {} below \"{}\" repeats an earlier one", index,
                       FirstName(path));
  } else {
    const PathTarget target = ResolvePath(input.state.instances[row].attributes, path);
    const std::string_view problem = Problem(target);
    if (problem.empty()) return;
    what = fmt::format("sensitive path {} below \"{}\" {}", index, FirstName(path), problem);
  }
  reporter.ReportInstance(kSCH032, input.state, row, std::move(what));
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
    for (size_t i = 0; i < count; ++i) CheckPath(input, row, paths, i, reporter);
  }
}

}  // namespace tfsck
