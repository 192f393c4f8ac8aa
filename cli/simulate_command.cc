// tfsck simulate: what locking costs, by simulation.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "cli/commands.h"
#include "cli/load_state.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/scenario_source.h"
#include "cli/trace_file.h"
#include "engine/base/nearest_name.h"
#include "engine/base/printable.h"
#include "engine/base/units.h"
#include "report/simulation_report.h"
#include "simulator/lock_discipline.h"
#include "simulator/presets.h"
#include "simulator/replication.h"
#include "simulator/scenario_writer.h"

namespace tfsck {
namespace {

struct SimulateArguments {
  std::shared_ptr<ScenarioArguments> scenario;
  std::string example;
  bool print_scenario = false;
  std::vector<std::string> compare;
  std::optional<uint64_t> seed;
  std::optional<uint32_t> replications;
  std::string precision;
  std::string budget;
  unsigned threads = 0;
  std::string format = "text";
  std::string trace;
  bool all = false;
  bool quiet = false;
};

int ShowExample(const std::string& name) {
  std::vector<std::string_view> names;
  for (const ExampleScenario& example : ExampleScenarios()) {
    if (example.name == name) {
      WriteOutput(example.yaml);
      return kExitClean;
    }
    names.push_back(example.name);
  }
  const auto nearest = NearestName(name, names);
  return Complain(
      Error{ErrorKind::kUsage,
            fmt::format("there is no example '{}'{}; there are {}", Printable(name),
                        nearest ? fmt::format(": did you mean '{}'?", *nearest) : std::string(),
                        fmt::join(names, ", "))});
}

std::string DisciplineNames() {
  std::vector<std::string_view> names;
  for (const LockDisciplineRow& row : LockDisciplines()) names.push_back(row.discipline.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

Result<void> CheckDiscipline(const Scenario& scenario, const std::string& name) {
  const auto changed = WithDiscipline(scenario, name);
  if (changed) return {};
  const std::string known =
      name.starts_with("split") ? "" : fmt::format("; there are {}", DisciplineNames());
  return MakeError(ErrorKind::kUsage, "--compare: " + changed.error().message + known);
}

Result<void> ApplyOptions(const SimulateArguments& arguments, Scenario& scenario) {
  Analysis& analysis = scenario.analysis;
  if (arguments.seed) analysis.seed = *arguments.seed;
  if (arguments.replications) {
    if (*arguments.replications < 2) {
      return MakeError(ErrorKind::kUsage,
                       "--replications must be at least 2: one says nothing of how sure it is");
    }
    if (*arguments.replications > kReplicationLimit) {
      return MakeError(ErrorKind::kUsage,
                       fmt::format("--replications must be at most {}", kReplicationLimit));
    }
    analysis.replications = *arguments.replications;
    analysis.precision = 0;
  }
  if (!arguments.precision.empty()) {
    const auto share = ParseShare(arguments.precision);
    if (!share || *share <= 0 || *share >= 1) {
      return MakeError(ErrorKind::kUsage,
                       fmt::format("--precision must be a share such as 2%, not '{}'",
                                   Printable(arguments.precision)));
    }
    analysis.precision = *share;
  }
  if (!arguments.budget.empty()) {
    const auto seconds = ParseDuration(arguments.budget);
    if (!seconds) return MakeError(ErrorKind::kUsage, "--budget " + seconds.error().message);
    analysis.budget_seconds = *seconds;
  }
  for (const std::string& discipline : arguments.compare) {
    if (auto checked = CheckDiscipline(scenario, discipline); !checked) return checked;
  }
  return {};
}

// A bar of progress that goes on from one experiment to the next.
class ExperimentBar {
 public:
  explicit ExperimentBar(bool wanted) : wanted_(wanted) {}

  std::function<void(const ExperimentProgress&)> Callback() {
    return [this](const ExperimentProgress& progress) {
      if (!bar_ || planned_ != progress.planned) {
        planned_ = progress.planned;
        bar_.emplace("replication", planned_, wanted_);
      }
      bar_->Update(progress.done);
    };
  }
  void Done() {
    if (bar_) bar_->Done();
    bar_.reset();
    planned_ = 0;
  }

 private:
  bool wanted_;
  uint32_t planned_ = 0;
  std::optional<Progress> bar_;
};

class Simulation {
 public:
  Simulation(const SimulateArguments& arguments, const Scenario& scenario)
      : arguments_(arguments), scenario_(scenario), bar_(!arguments.quiet) {}

  Result<SimulationReport> Run() {
    auto model = Compile(scenario_, StateGraphLoader(arguments_.scenario->path));
    if (!model) return tl::unexpected(model.error());
    model_ = std::make_unique<Model>(std::move(*model));
    if (!arguments_.trace.empty()) {
      if (auto traced = WriteTrace(*model_, arguments_.trace); !traced) {
        return tl::unexpected(traced.error());
      }
    }
    auto measured = Measure(*model_, {});
    if (!measured) return tl::unexpected(measured.error());
    SimulationReport report;
    report.model = model_.get();
    report.measured = std::move(*measured);
    for (const std::string& discipline : arguments_.compare) {
      if (auto added = AddAlternative(discipline, report); !added) {
        return tl::unexpected(added.error());
      }
    }
    return report;
  }

 private:
  Result<Measurements> Measure(const Model& model, ExperimentOptions options) {
    options.threads = arguments_.threads;
    options.progress = bar_.Callback();
    auto measured = Conduct(model, options);
    bar_.Done();
    return measured;
  }

  // As many replications and the same warm-up, so that they can be compared pair by pair.
  Result<void> AddAlternative(const std::string& discipline, SimulationReport& report) {
    const auto changed = WithDiscipline(scenario_, discipline);
    if (!changed) return tl::unexpected(changed.error());
    const auto model = Compile(*changed, StateGraphLoader(arguments_.scenario->path));
    if (!model) return tl::unexpected(model.error());
    ExperimentOptions options;
    options.replications = report.measured.replications;
    if (scenario_.analysis.kind == AnalysisKind::kSteady) {
      options.warm_up = report.measured.warm_up.length;
    }
    auto measured = Measure(*model, options);
    if (!measured) {
      return MakeError(measured.error().kind,
                       fmt::format("--compare {}: {}", discipline, measured.error().message));
    }
    Comparison comparison = Compare(report.measured, *measured, scenario_.analysis.confidence,
                                    arguments_.compare.size());
    report.alternatives.push_back({discipline, std::move(*measured), comparison});
    return {};
  }

  const SimulateArguments& arguments_;
  const Scenario& scenario_;
  ExperimentBar bar_;
  std::unique_ptr<Model> model_;  // the report looks into it
};

std::string Render(const SimulationReport& report, const SimulateArguments& arguments) {
  if (arguments.format == "json") return RenderSimulationJson(report);
  if (arguments.format == "ndjson") return RenderSimulationNdjson(report);
  return RenderSimulationText(report, {arguments.all, WantColor()});
}

int RunSimulate(const SimulateArguments& arguments) {
  if (!arguments.example.empty()) return ShowExample(arguments.example);
  auto scenario = LoadScenario(*arguments.scenario);
  if (!scenario) return Complain(scenario.error());
  if (auto applied = ApplyOptions(arguments, *scenario); !applied) {
    return Complain(applied.error());
  }
  if (arguments.print_scenario) {
    WriteOutput(WriteScenario(*scenario));
    return kExitClean;
  }
  Simulation simulation(arguments, *scenario);
  const auto report = simulation.Run();
  if (!report) return Complain(report.error());
  WriteOutput(Render(*report, arguments));
  return kExitClean;
}

}  // namespace

std::function<int()> SetUpSimulate(CLI::App& app) {
  auto arguments = std::make_shared<SimulateArguments>();
  arguments->scenario = AddScenarioOptions(app);
  std::vector<std::string_view> examples;
  for (const ExampleScenario& example : ExampleScenarios()) examples.push_back(example.name);
  app.add_option("--example", arguments->example,
                 fmt::format("Print a commented scenario and stop: {}", fmt::join(examples, ", ")))
      ->expected(0, 1)
      ->default_str("terraform-s3-ci");
  app.add_flag("--print-scenario", arguments->print_scenario,
               "Print the scenario with everything filled in, and stop");
  app.add_option("--compare", arguments->compare,
                 fmt::format("Other lock disciplines to put to the same work, of {}; or smaller "
                             "states, such as split:4:10%",
                             DisciplineNames()))
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--seed", arguments->seed, "Seed of the random numbers [the scenario's, else 1]");
  app.add_option("--replications", arguments->replications,
                 "How many times the period is simulated [the scenario's, else 30]");
  app.add_option("--precision", arguments->precision,
                 "Go on until the intervals are this narrow, such as 2%");
  app.add_option("--budget", arguments->budget, "Real time to spend at most, such as 60s [60s]");
  app.add_option("--threads", arguments->threads, "Threads, 0 for one each processor [0]");
  app.add_option("--format", arguments->format, "text, json or ndjson [text]")
      ->check(CLI::IsMember({"text", "json", "ndjson"}));
  app.add_option("--trace", arguments->trace,
                 "Write what happens in the first replication: FILE.ndjson, or FILE.json for "
                 "chrome://tracing and Perfetto");
  app.add_flag("--all", arguments->all, "List every team and workspace, not only ten");
  app.add_flag("--quiet", arguments->quiet, "No progress");
  return [arguments] { return RunSimulate(*arguments); };
}

}  // namespace tfsck
