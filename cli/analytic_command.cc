// tfsck analytic: what locking costs, by formulas, where there are any.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/load_state.h"
#include "cli/output.h"
#include "cli/scenario_source.h"
#include "report/analytic_report.h"

namespace tfsck {
namespace {

int RunAnalytic(const ScenarioArguments& arguments, const std::string& format) {
  const auto scenario = LoadScenario(arguments);
  if (!scenario) return Complain(scenario.error());
  const auto model = Compile(*scenario, StateGraphLoader(arguments.path));
  if (!model) return Complain(model.error());
  const AnalyticReport report = Analyse(*model);
  WriteOutput(format == "json" ? RenderAnalyticJson(*scenario, report)
                               : RenderAnalyticText(*scenario, report, WantColor()));
  return kExitClean;
}

}  // namespace

std::function<int()> SetUpAnalytic(CLI::App& app) {
  auto arguments = AddScenarioOptions(app);
  auto format = std::make_shared<std::string>("text");
  app.add_option("--format", *format, "text or json [text]")
      ->check(CLI::IsMember({"text", "json"}));
  return [arguments, format] { return RunAnalytic(*arguments, *format); };
}

}  // namespace tfsck
