// Presets: scenarios without a file, and changes to one that answer "what if".
//
// A preset is a way of running Terraform that many share: its lock, its runners and what a run
// does.  Every number that nobody gave is recorded in Scenario::assumptions with its source.  All
// functions are pure; thread-safe; linear in the scenario.
#ifndef TFSCK_SIMULATOR_PRESETS_H_
#define TFSCK_SIMULATOR_PRESETS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "simulator/builtin_operations.h"
#include "simulator/scenario.h"

namespace tfsck {

struct Preset {
  std::string_view name;
  std::string_view summary;  // one line, for --help
  std::string_view discipline;
  OperationKind operation = OperationKind::kApply;
  double lock_timeout = 0;  // seconds; below 0: none, one stands in a queue
  std::string_view timeout_source;
  uint32_t runners = 0;  // 0: as many as wanted
  std::string_view runners_source;
  RunnerOrder order = RunnerOrder::kRunnerThenLock;
  bool priority = false;
  SimTime latency = 0;  // of an attempt at the lock
  std::string_view latency_source;
};

std::span<const Preset> Presets();
// nullptr where there is none of that name.
const Preset* FindPreset(std::string_view name);

// What is asked on the command line without a file.
struct QuickLoad {
  uint32_t engineers = 10;
  uint32_t states = 1;
  uint32_t resources = 120;                 // of each state
  std::optional<double> hold = {};          // seconds a run holds the lock on average; none: from
                                            // `resources`
  double per_day = 5;                       // changes of each engineer in a working day
  std::optional<double> lock_timeout = {};  // seconds; none: the preset's
  std::optional<uint32_t> runners = {};     // none: the preset's
};

// Four weeks of a team in office hours.  A hold alone is lognormal with cv 1.
Scenario QuickScenario(const QuickLoad& load, const Preset& preset);

// The same scenario under another discipline, with what comes with it beside the lock: Atlantis
// keeps the lock while a pull request is reviewed; saved plans are two holds with the review
// between them; HCP Terraform, GitHub and GitLab give out the lock before a runner.  Whoever would
// only try once (a lock-timeout of 0) waits for his turn where there is a queue.  "split:4:10%:2"
// is Split into 4 with a share of 10 % that need 2 (the share and the number are those unless
// said).  Error (kUsage) where there is no such discipline.
Result<Scenario> WithDiscipline(const Scenario& scenario, std::string_view discipline);

// The same scenario with each state split into `parts` of equal size, of which `cross_share` of the
// runs need `cross_count` at once.  REQUIRES parts >= 1.
Scenario Split(const Scenario& scenario, uint32_t parts, double cross_share, uint32_t cross_count);

// The commented examples: name and YAML, in the order of their names (corpus/scenarios/examples/).
struct ExampleScenario {
  std::string_view name;
  std::string_view yaml;
};
std::span<const ExampleScenario> ExampleScenarios();

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_PRESETS_H_
