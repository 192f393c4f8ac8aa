#include "simulator/scenario_reader.h"

#include "simulator/scenario_check.h"
#include "simulator/scenario_reader_parts.h"

namespace tfsck {
namespace {

constexpr std::string_view kKeys[] = {"version",    "name",       "description", "accounts",
                                      "workspaces", "operations", "calendars",   "teams",
                                      "pipelines",  "lock",       "runners",     "faults",
                                      "analysis",   "costs",      "metrics",     "shuffle-ties"};

void CheckVersion(const ScenarioSection& root) {
  const auto node = root.node().Require("version");
  if (!node) return root.reading()->Fail(node.error());
  if (!node->AsInt(1, 1)) {
    root.reading()->FailAt(*node, "must be 1, which is what this tfsck reads");
  }
}

Scenario ReadSections(ScenarioSection root) {
  Scenario scenario;
  CheckVersion(root);
  root.Text("name", &scenario.name);
  root.Text("description", &scenario.description);
  ReadLock(root, &scenario.lock);
  ReadAccounts(root, &scenario);
  ReadWorkspaces(root, &scenario);
  ReadOperations(root, &scenario);
  ReadSources(root, ReadCalendars(root), &scenario);
  ReadRunners(root, &scenario.runners);
  ReadFaults(root, &scenario.faults);
  ReadAnalysis(root, &scenario.analysis);
  ReadCosts(root, &scenario.costs);
  ReadMetrics(root, &scenario.metrics);
  root.Seed("shuffle-ties", &scenario.shuffle_ties);
  return scenario;
}

// Each on a line, where it stands.
std::string PlacedProblems(const std::vector<ScenarioProblem>& problems,
                           const ConfigDocument& document) {
  std::string lines;
  for (const ScenarioProblem& problem : problems) {
    if (!lines.empty()) lines += '\n';
    lines += document.Deepest(problem.path).ErrorHere(problem.message).message;
  }
  return lines;
}

}  // namespace

Result<Scenario> ReadScenario(std::string name, std::string_view yaml,
                              const ReadScenarioOptions& options) {
  auto document = ConfigDocument::Parse(std::move(name), yaml);
  for (const std::string& assignment : options.assignments) {
    if (document) document = document->With("--set", assignment);
  }
  if (!document) return tl::unexpected(document.error());
  ScenarioReading reading;
  reading.read_file = options.read_file;
  Scenario scenario = ReadSections(ScenarioSection(document->root(), &reading, kKeys));
  if (reading.error) return tl::unexpected(*std::move(reading.error));
  scenario.assumptions = std::move(reading.assumptions);
  const auto problems = CheckScenario(scenario);
  if (!problems.empty()) {
    return MakeError(ErrorKind::kUsage, PlacedProblems(problems, *document));
  }
  return scenario;
}

}  // namespace tfsck
