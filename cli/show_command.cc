// tfsck show: one state on one screen.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/load_document.h"
#include "cli/load_state.h"
#include "cli/output.h"
#include "engine/graph.h"
#include "engine/state_reader.h"
#include "report/show.h"

namespace tfsck {
namespace {

struct ShowArguments {
  std::string file;
  std::string format = "text";
};

ShownState DescribeState(const Document& document) {
  ShownState shown;
  shown.snapshot = ReadState(document.buffer);
  shown.counts = CountState(shown.snapshot);
  shown.graph = DescribeGraph(shown.snapshot, BuildDependencyGraph(shown.snapshot));
  shown.bytes = MeasureBytes(shown.snapshot);
  if (!shown.snapshot.Readable()) shown.refusal = RefusalReason(document);
  return shown;
}

ShowReport Describe(const Document& document) {
  ShowReport report;
  report.path = document.path;
  report.kind = document.kind;
  report.gzip = document.gzip;
  report.size = document.buffer.bytes.size();
  if (document.kind == DocumentKind::kState) report.state = DescribeState(document);
  if (document.kind == DocumentKind::kEncryptedState) {
    report.envelope = ReadEnvelope(document.buffer.bytes);
  }
  return report;
}

int Run(const ShowArguments& arguments) {
  const auto document = LoadArgument(arguments.file);
  if (!document) return Complain(document.error());
  const ShowReport report = Describe(*document);
  if (auto unchanged = document->StillUnchanged(); !unchanged) return Complain(unchanged.error());
  WriteOutput(arguments.format == "json" ? RenderShowJson(report)
                                         : RenderShowText(report, WantColor()));
  const bool read = report.state && report.state->refusal.empty();
  return read ? kExitClean : kExitUnreadable;
}

}  // namespace

std::function<int()> SetUpShow(CLI::App& app) {
  auto arguments = std::make_shared<ShowArguments>();
  app.add_option("file", arguments->file, "State file, or - for standard input")->required();
  app.add_option("--format", arguments->format, "text or json [text]")
      ->check(CLI::IsMember({"text", "json"}));
  return [arguments] { return Run(*arguments); };
}

}  // namespace tfsck
