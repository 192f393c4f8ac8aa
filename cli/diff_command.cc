// tfsck diff: what two states hold differently.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>

#include "analyzers/real_object.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/load_state.h"
#include "cli/output.h"
#include "engine/state_diff.h"
#include "report/diff.h"

namespace tfsck {
namespace {

struct DiffArguments {
  std::string before;
  std::string after;
  std::string format = "text";
  bool all = false;
};

int Run(const DiffArguments& arguments) {
  if (arguments.before == "-" && arguments.after == "-") {
    return Complain(Error{ErrorKind::kUsage, "only one of the two states can be standard input"});
  }
  const auto before = LoadState(arguments.before);
  if (!before) return Complain(before.error());
  const auto after = LoadState(arguments.after);
  if (!after) return Complain(after.error());
  DiffReport report;
  report.path = {arguments.before, arguments.after};
  report.diff = DiffStates(before->state, after->state, RealObjectName);
  for (const Document* document : {&before->document, &after->document}) {
    if (auto held = document->StillUnchanged(); !held) return Complain(held.error());
  }
  WriteOutput(arguments.format == "json"
                  ? RenderDiffJson(report)
                  : RenderDiffText(report, {.all = arguments.all, .color = WantColor()}));
  return report.diff.Differs() ? kExitFindings : kExitClean;
}

}  // namespace

std::function<int()> SetUpDiff(CLI::App& app) {
  auto arguments = std::make_shared<DiffArguments>();
  app.add_option("before", arguments->before, "State file, or - for standard input")->required();
  app.add_option("after", arguments->after, "State file to compare with it, or -")->required();
  app.add_flag("--all", arguments->all, "List everything: text shows twenty of each kind");
  app.add_option("--format", arguments->format, "text or json [text]")
      ->check(CLI::IsMember({"text", "json"}));
  return [arguments] { return Run(*arguments); };
}

}  // namespace tfsck
