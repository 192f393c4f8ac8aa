#include "cli/rule_named.h"

#include <fmt/format.h>

#include <vector>

#include "engine/base/nearest_name.h"

namespace tfsck {
namespace {

std::string UpperCase(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c;
  return text;
}

}  // namespace

Result<const Rule*> RuleNamed(const std::string& name) {
  if (const Rule* rule = FindRule(name)) return rule;
  if (const Rule* rule = FindRule(UpperCase(name))) return rule;
  std::vector<std::string_view> names;
  for (const Rule& rule : AllRules()) {
    names.push_back(rule.id);
    names.push_back(rule.name);
  }
  const auto nearest = NearestName(name, names);
  return MakeError(
      ErrorKind::kUsage,
      fmt::format("there is no rule '{}'{}; `tfsck rules` lists them", name,
                  nearest ? fmt::format(": did you mean {}?", *nearest) : std::string()));
}

Result<const Rule*> IgnorableRuleNamed(const std::string& name) {
  auto rule = RuleNamed(name);
  if (rule && (*rule)->severity == Severity::kFatal) {
    return MakeError(ErrorKind::kUsage,
                     fmt::format("{} {} is fatal, and what is fatal cannot be ignored", (*rule)->id,
                                 (*rule)->name));
  }
  return rule;
}

}  // namespace tfsck
