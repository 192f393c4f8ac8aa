#include "cli/scenario_source.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "cli/load_state.h"
#include "engine/base/nearest_name.h"
#include "engine/base/printable.h"
#include "engine/base/units.h"
#include "engine/storage/local_file.h"
#include "simulator/presets.h"
#include "simulator/resource_graph.h"
#include "simulator/scenario_reader.h"
#include "simulator/scenario_writer.h"

namespace tfsck {
namespace {

Result<std::string> ReadText(const std::string& path) {
  constexpr uint64_t kMostBytes = 64 << 20;  // of a scenario, a law or a trace
  const auto file = LoadLocalFile(path, {.max_bytes = kMostBytes, .max_streamed = kMostBytes});
  if (!file) return tl::unexpected(file.error());
  return std::string(file->buffer.bytes);
}

// A file that a scenario names stands beside it.
ScenarioFileReader FilesBeside(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  return [folder](const std::string& name) { return ReadText((folder / name).string()); };
}

Result<double> DurationOption(std::string_view option, const std::string& text) {
  auto seconds = ParseDuration(text);
  if (seconds) return seconds;
  return MakeError(ErrorKind::kUsage, fmt::format("{} {}", option, seconds.error().message));
}

// Below 0 for ever, as in a preset.
Result<double> TimeoutOption(const std::string& text) {
  if (text == "forever") return -1;
  return DurationOption("--lock-timeout", text);
}

Error NoSuchPreset(const std::string& name) {
  std::vector<std::string_view> names;
  for (const Preset& known : Presets()) names.push_back(known.name);
  const auto nearest = NearestName(name, names);
  return Error{ErrorKind::kUsage,
               fmt::format("--preset: there is no '{}'{}; there are {}", Printable(name),
                           nearest ? fmt::format(": did you mean '{}'?", *nearest) : "",
                           fmt::join(names, ", "))};
}

// In the words of the options; what is wrong beyond that is told of the scenario made from them.
Result<void> CheckNumbers(const ScenarioArguments& arguments) {
  const auto least = [](const char* option, const std::optional<uint32_t>& number) {
    return number == 0U ? Result<void>(MakeError(ErrorKind::kUsage,
                                                 fmt::format("{} must be at least 1", option)))
                        : Result<void>();
  };
  for (const auto& [option, number] :
       {std::pair("--engineers", arguments.engineers), std::pair("--states", arguments.states),
        std::pair("--resources", arguments.resources)}) {
    if (auto checked = least(option, number); !checked) return checked;
  }
  const double per_day = arguments.per_day.value_or(1);
  if (!std::isfinite(per_day) || per_day <= 0) {
    return MakeError(ErrorKind::kUsage,
                     fmt::format("--per-day must be a number above 0, not {}", per_day));
  }
  return {};
}

Result<Scenario> FromNumbers(const ScenarioArguments& arguments) {
  const Preset* preset = FindPreset(arguments.preset);
  if (preset == nullptr) return tl::unexpected(NoSuchPreset(arguments.preset));
  if (auto checked = CheckNumbers(arguments); !checked) return tl::unexpected(checked.error());
  QuickLoad load;
  load.engineers = arguments.engineers.value_or(load.engineers);
  load.states = arguments.states.value_or(load.states);
  load.resources = arguments.resources.value_or(load.resources);
  load.per_day = arguments.per_day.value_or(load.per_day);
  load.runners = arguments.runners;
  if (!arguments.hold.empty()) {
    const auto seconds = DurationOption("--hold", arguments.hold);
    if (!seconds) return tl::unexpected(seconds.error());
    load.hold = *seconds;
  }
  if (!arguments.lock_timeout.empty()) {
    const auto seconds = TimeoutOption(arguments.lock_timeout);
    if (!seconds) return tl::unexpected(seconds.error());
    load.lock_timeout = *seconds;
  }
  const Scenario scenario = QuickScenario(load, *preset);
  // Read back from its own text, so that it is checked, and changed by --set, as a file is.
  auto read = ReadScenario("the command line", WriteScenario(scenario, false),
                           {.assignments = arguments.assignments});
  if (read) read->assumptions = scenario.assumptions;
  return read;
}

}  // namespace

std::shared_ptr<ScenarioArguments> AddScenarioOptions(CLI::App& app) {
  auto arguments = std::make_shared<ScenarioArguments>();
  app.add_option("scenario", arguments->path,
                 "Scenario in YAML (docs/formats/scenario.md), or - for standard input");
  app.add_option("--set", arguments->assignments,
                 "Change a value of the scenario, such as teams[0].engineers=40; may be repeated")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  app.add_option("--engineers", arguments->engineers, "Without a file: how many engineers [10]");
  app.add_option("--states", arguments->states, "Without a file: how many workspaces [1]");
  app.add_option("--resources", arguments->resources,
                 "Without a file: resources of each workspace [120]");
  app.add_option("--hold", arguments->hold,
                 "Without a file: how long a run holds the lock, such as 6m [from the resources]");
  app.add_option("--per-day", arguments->per_day,
                 "Without a file: changes of each engineer on a working day [5]");
  app.add_option(
      "--lock-timeout", arguments->lock_timeout,
      "Without a file: Terraform's -lock-timeout, such as 5m, or forever [the preset's]");
  app.add_option("--runners", arguments->runners,
                 "Without a file: CI runners, 0 for as many as wanted [the preset's]");
  std::vector<std::string_view> presets;
  for (const Preset& known : Presets()) presets.push_back(known.name);
  app.add_option("--preset", arguments->preset,
                 fmt::format("Without a file: how Terraform is run, of {} [terraform-s3-ci]",
                             fmt::join(presets, ", ")));
  return arguments;
}

Result<Scenario> LoadScenario(const ScenarioArguments& arguments) {
  if (arguments.path.empty()) {
    if (arguments.IsQuick()) return FromNumbers(arguments);
    return MakeError(ErrorKind::kUsage,
                     "no scenario is given: name a file, or give numbers such as --engineers 20 "
                     "--states 5 --hold 6m; --example shows what a file looks like");
  }
  if (arguments.IsQuick()) {
    return MakeError(ErrorKind::kUsage,
                     "a scenario file and numbers on the command line are both given: change the "
                     "file's values with --set, such as --set teams[0].engineers=40");
  }
  const auto text = ReadText(arguments.path);
  if (!text) return tl::unexpected(text.error());
  return ReadScenario(
      arguments.path, *text,
      {.read_file = FilesBeside(arguments.path), .assignments = arguments.assignments});
}

GraphLoader StateGraphLoader(const std::string& scenario_path) {
  const std::filesystem::path folder = std::filesystem::path(scenario_path).parent_path();
  return [folder](const std::string& name) -> Result<StateGraph> {
    const std::string path = name.starts_with("git:") ? name : (folder / name).string();
    const auto loaded = LoadState(path);
    if (!loaded) return tl::unexpected(loaded.error());
    auto graph = GraphOfState(loaded->state);
    if (!graph) {
      return MakeError(graph.error().kind,
                       fmt::format("{}: {}", Printable(path), graph.error().message));
    }
    return graph;
  };
}

}  // namespace tfsck
