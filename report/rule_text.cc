#include "report/rule_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/rule_pages.h"
#include "report/style.h"

namespace tfsck {

std::string RenderRulesText(bool color) {
  const Style style(color);
  size_t widest = 0;
  for (const Rule& rule : AllRules()) widest = std::max(widest, rule.name.size());
  std::string out;
  std::string_view family;
  for (const Rule& rule : AllRules()) {
    if (!family.empty() && family != rule.id.substr(0, 3)) out += '\n';
    family = rule.id.substr(0, 3);
    const std::string_view severity = SeverityName(rule.severity);
    out += fmt::format("{}  {}{:{}}  {:<{}}  {}\n", rule.id, style.Colored(rule.severity, severity),
                       "", 7 - severity.size(), rule.name, widest, rule.summary);
  }
  return out + fmt::format("\n{} rules. `tfsck explain ID` tells one whole.\n", AllRules().size());
}

std::string RenderRulesJson() {
  auto rules = nlohmann::ordered_json::array();
  for (const Rule& rule : AllRules()) {
    rules.push_back({{"id", rule.id},
                     {"name", rule.name},
                     {"severity", SeverityName(rule.severity)},
                     {"summary", rule.summary},
                     {"why", rule.why},
                     {"remedy", rule.remedy}});
  }
  const nlohmann::ordered_json document = {{"schema_version", 1}, {"rules", std::move(rules)}};
  return document.dump(2) + "\n";
}

std::string_view RulePage(const Rule& rule) {
  for (const auto& [id, text] : RulePages()) {
    if (id == rule.id) return text;
  }
  return {};
}

}  // namespace tfsck
