// What `tfsck simulate` has found out, and its renderings.
//
// Pure: data in, text out.  The referenced scenario, model and measurements must outlive the
// report.
#ifndef TFSCK_REPORT_SIMULATION_REPORT_H_
#define TFSCK_REPORT_SIMULATION_REPORT_H_

#include <string>
#include <vector>

#include "simulator/experiment.h"
#include "simulator/model.h"
#include "simulator/scenario.h"

namespace tfsck {

// The same scenario under another discipline, with the differences to the first, pair by pair.
struct SimulatedAlternative {
  std::string discipline;
  Measurements measured;
  Comparison comparison;
};

struct SimulationReport {
  const Model* model = nullptr;
  Measurements measured;
  std::vector<SimulatedAlternative> alternatives;

  const Scenario& scenario() const { return model->scenario; }
};

struct SimulationTextOptions {
  bool all = false;  // every team and workspace; else the ten that wait longest
  bool color = false;
};

std::string RenderSimulationText(const SimulationReport& report,
                                 const SimulationTextOptions& options);
// docs/formats/simulate.schema.json.
std::string RenderSimulationJson(const SimulationReport& report);
// A line for each replication, then one for the whole.
std::string RenderSimulationNdjson(const SimulationReport& report);

}  // namespace tfsck

#endif  // TFSCK_REPORT_SIMULATION_REPORT_H_
