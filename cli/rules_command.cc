// tfsck rules and tfsck explain: the catalogue, offline.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "analyzers/rule.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/load_state.h"
#include "cli/nearest.h"
#include "cli/output.h"
#include "report/rule_text.h"

namespace tfsck {
namespace {

Error NoSuchRule(const std::string& name) {
  std::vector<std::string_view> names;
  for (const Rule& rule : AllRules()) {
    names.push_back(rule.id);
    names.push_back(rule.name);
  }
  const auto nearest = NearestName(name, names);
  return {ErrorKind::kUsage,
          fmt::format("there is no rule '{}'{}; `tfsck rules` lists them", name,
                      nearest ? fmt::format(": did you mean {}?", *nearest) : std::string())};
}

std::string UpperCase(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c;
  return text;
}

int Explain(const std::string& name) {
  const Rule* rule = FindRule(name);
  if (rule == nullptr) rule = FindRule(UpperCase(name));
  if (rule == nullptr) return Complain(NoSuchRule(name));
  WriteOutput(RulePage(*rule));
  return kExitClean;
}

}  // namespace

std::function<int()> SetUpRules(CLI::App& app) {
  auto format = std::make_shared<std::string>("text");
  app.add_option("--format", *format, "text or json [text]")
      ->check(CLI::IsMember({"text", "json"}));
  return [format] {
    WriteOutput(*format == "json" ? RenderRulesJson() : RenderRulesText(WantColor()));
    return static_cast<int>(kExitClean);
  };
}

std::function<int()> SetUpExplain(CLI::App& app) {
  auto name = std::make_shared<std::string>();
  app.add_option("rule", *name, "Id or name: PRV001, lineage-missing")->required();
  return [name] { return Explain(*name); };
}

}  // namespace tfsck
