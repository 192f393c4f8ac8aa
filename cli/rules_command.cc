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
#include "cli/output.h"
#include "cli/rule_named.h"
#include "report/rule_text.h"

namespace tfsck {
namespace {

int Explain(const std::string& name) {
  const auto rule = RuleNamed(name);
  if (!rule) return Complain(rule.error());
  WriteOutput(RulePage(**rule));
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
