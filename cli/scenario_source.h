// Where the scenario of `tfsck simulate` and `tfsck analytic` comes from: a file, standard input,
// an example, or a few numbers on the command line.
#ifndef TFSCK_CLI_SCENARIO_SOURCE_H_
#define TFSCK_CLI_SCENARIO_SOURCE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "simulator/model.h"
#include "simulator/scenario.h"

namespace CLI {
class App;
}

namespace tfsck {

struct ScenarioArguments {
  std::string path;
  std::vector<std::string> assignments;
  std::string preset = "terraform-s3-ci";
  std::optional<uint32_t> engineers;
  std::optional<uint32_t> states;
  std::optional<uint32_t> resources;
  std::optional<uint32_t> runners;
  std::optional<double> per_day;
  std::string hold;
  std::string lock_timeout;

  bool IsQuick() const {
    return engineers || states || resources || runners || per_day || !hold.empty() ||
           !lock_timeout.empty();
  }
};

// Adds the options that say what to simulate.
std::shared_ptr<ScenarioArguments> AddScenarioOptions(CLI::App& app);

// Reads or makes the scenario, with what --set changes.  Error (usage) for both a file and numbers,
// or neither; as ReadScenario for mistakes in it.
Result<Scenario> LoadScenario(const ScenarioArguments& arguments);

// Loads the state files whose graphs a scenario takes; they stand beside the scenario, where that
// is a file.
GraphLoader StateGraphLoader(const std::string& scenario_path = "");

}  // namespace tfsck

#endif  // TFSCK_CLI_SCENARIO_SOURCE_H_
