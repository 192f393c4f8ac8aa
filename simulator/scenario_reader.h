// ReadScenario: the scenario that a person wrote in YAML (docs/formats/scenario.md), checked.
//
// Whatever is left out and has a sourced default gets it, and the default is recorded in
// Scenario::assumptions with its source.  Every mistake is answered with where it stands, what was
// expected and, where there is one, the nearest name: "FILE:LINE:COLUMN: 'teams[0].lock-timeout'
// must be a duration such as 250ms, 90s, 20m, 1h30m or 2 weeks, not '5 minuts': did you mean
// 'minutes'?".  All errors are kUsage.  Pure but for the callback, and for the time zone database
// of the system where time zones are named.  Linear in the text, and in the files that it names.
#ifndef TFSCK_SIMULATOR_SCENARIO_READER_H_
#define TFSCK_SIMULATOR_SCENARIO_READER_H_

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "simulator/scenario.h"

namespace tfsck {

// The text of a file that a scenario names (an empirical law, a trace), by the name as written.
using ScenarioFileReader = std::function<Result<std::string>(const std::string& name)>;

struct ReadScenarioOptions {
  ScenarioFileReader read_file = {};              // none: naming a file is a mistake
  std::span<const std::string> assignments = {};  // "teams[0].engineers=40", of --set
};

// `name` is the file's, for messages.  Mistakes of form: the first; of meaning (scenario_check.h):
// each on a line.
Result<Scenario> ReadScenario(std::string name, std::string_view yaml,
                              const ReadScenarioOptions& options = {});

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_SCENARIO_READER_H_
