// tfsck graph: who depends on whom, or the blast radius of one address.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/graph_target.h"
#include "cli/load_state.h"
#include "cli/output.h"
#include "engine/graph.h"
#include "report/graph_drawing.h"
#include "report/graph_report.h"

namespace tfsck {
namespace {

struct GraphArguments {
  std::string file;
  std::string of;
  bool dependencies = false;
  bool dependents = false;
  uint32_t depth = 0;
  std::string collapse = "auto";
  bool all_edges = false;
  std::string format = "text";
};

Collapse CollapseOf(const GraphArguments& arguments) {
  if (arguments.collapse == "none") return Collapse::kNone;
  if (arguments.collapse == "module") return Collapse::kModule;
  if (arguments.collapse == "type") return Collapse::kType;
  // Programs want everything, and the list of a blast radius shortens itself.
  const bool whole =
      arguments.format == "json" || (arguments.format == "text" && !arguments.of.empty());
  return whole ? Collapse::kNone : Collapse::kAuto;
}

Result<DrawOptions> OptionsOf(const GraphArguments& arguments, const StateSnapshot& state) {
  DrawOptions options;
  options.collapse = CollapseOf(arguments);
  options.all_edges = arguments.all_edges;
  if (arguments.of.empty()) {
    if (arguments.dependencies || arguments.dependents || arguments.depth > 0) {
      return MakeError(ErrorKind::kUsage, "--dependencies, --dependents and --depth need --of");
    }
    return options;
  }
  auto rows = FindGraphTarget(state, arguments.of);
  if (!rows) return tl::unexpected(std::move(rows.error()));
  options.subject = arguments.of;
  options.start_hubs = std::move(*rows);
  options.dependencies = arguments.dependencies;
  options.dependents = arguments.dependents || !arguments.dependencies;
  if (arguments.depth > 0) options.max_depth = arguments.depth;
  return options;
}

std::string Render(const GraphDrawing& drawing, const GraphArguments& arguments) {
  if (arguments.format == "dot") return RenderGraphDot(drawing);
  if (arguments.format == "mermaid") return RenderGraphMermaid(drawing);
  if (arguments.format == "graphml") return RenderGraphMl(drawing);
  if (arguments.format == "json") return RenderGraphJson(drawing, arguments.file);
  return RenderGraphText(drawing, {arguments.collapse == "none", WantColor()});
}

// The text's first line says it; in a picture nobody would see that resources stand together.
void SayWhatWasCollapsed(const GraphDrawing& drawing, const GraphArguments& arguments) {
  if (arguments.collapse != "auto" || arguments.format == "text" ||
      drawing.collapse == Collapse::kNone) {
    return;
  }
  WriteError(
      fmt::format("tfsck: {} resources are too many to draw: {} nodes stand for them, by "
                  "{}; --collapse none draws each\n",
                  drawing.resources, drawing.nodes.size(),
                  drawing.collapse == Collapse::kModule ? "module" : "type"));
}

int Run(const GraphArguments& arguments) {
  const auto loaded = LoadState(arguments.file);
  if (!loaded) return Complain(loaded.error());
  const auto options = OptionsOf(arguments, loaded->state);
  if (!options) return Complain(options.error());
  const DependencyGraph graph = BuildDependencyGraph(loaded->state);
  const GraphDrawing drawing = DrawGraph(loaded->state, graph, *options);
  WriteOutput(Render(drawing, arguments));
  SayWhatWasCollapsed(drawing, arguments);
  return kExitClean;
}

}  // namespace

std::function<int()> SetUpGraph(CLI::App& app) {
  auto arguments = std::make_shared<GraphArguments>();
  app.add_option("file", arguments->file, "State file, or - for standard input")->required();
  app.add_option("--of", arguments->of,
                 "Only what hangs on this address: a module, a resource or an instance");
  app.add_flag("--dependents", arguments->dependents,
               "With --of: what depends on it, its blast radius; the default");
  app.add_flag("--dependencies", arguments->dependencies, "With --of: what it depends on");
  app.add_option("--depth", arguments->depth, "With --of: at most this many steps away")
      ->check(CLI::Range(1u, UINT32_MAX));
  app.add_option("--collapse", arguments->collapse,
                 "One node per resource (none), module or type; auto: none up to 60 nodes, and "
                 "always in JSON [auto]")
      ->check(CLI::IsMember({"auto", "none", "module", "type"}));
  app.add_flag("--all-edges", arguments->all_edges,
               "Every stored dependency, also those that follow from others");
  app.add_option("--format", arguments->format, "text, dot, mermaid, json or graphml [text]")
      ->check(CLI::IsMember({"text", "dot", "mermaid", "json", "graphml"}));
  return [arguments] { return Run(*arguments); };
}

}  // namespace tfsck
