// The checks of a scenario's sections; for scenario_check*.cc only.
#ifndef TFSCK_SIMULATOR_SCENARIO_CHECK_PARTS_H_
#define TFSCK_SIMULATOR_SCENARIO_CHECK_PARTS_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/scenario_check.h"

namespace tfsck {

class ScenarioProblems {
 public:
  // "'path' message".
  void Add(std::string path, std::string_view message);
  void Require(bool fine, std::string path, std::string_view message);
  void Law(const std::string& path, const Distribution& law);
  void Number(const std::string& path, double value);  // finite, 0 or above
  void Share(const std::string& path, double value);   // 0 to 1
  // Names are given and differ; `names` are the items of `section`.
  void Names(std::string_view section, const std::vector<std::string>& paths,
             const std::vector<std::string_view>& names);

  void Append(ScenarioProblem problem) { problems_.push_back(std::move(problem)); }
  std::vector<ScenarioProblem> Take() { return std::move(problems_); }

 private:
  std::vector<ScenarioProblem> problems_;
};

void CheckAccounts(const Scenario& scenario, ScenarioProblems* problems);
// That an `account` is one of `accounts`, or none.
void CheckAccount(const std::string& path, int account, size_t accounts,
                  ScenarioProblems* problems);
void CheckWorkspaces(const Scenario& scenario, ScenarioProblems* problems);
void CheckOperations(const Scenario& scenario, ScenarioProblems* problems);
void CheckSources(const Scenario& scenario, ScenarioProblems* problems);
void CheckArrivals(const std::string& path, const Arrivals& arrivals, ScenarioProblems* problems);
// How long an apply takes at least, on average, in workspaces of one group after another: each
// group's graph is made once.  See scenario_check_apply.cc.
class ApplyFloors {
 public:
  explicit ApplyFloors(const Scenario& scenario);
  ~ApplyFloors();
  ApplyFloors(const ApplyFloors&) = delete;
  ApplyFloors& operator=(const ApplyFloors&) = delete;

  // Seconds.
  double At(const ApplyWork& apply, size_t group);

 private:
  struct Cones;
  const Scenario& scenario_;
  std::vector<std::unique_ptr<const Cones>> cones_;  // by group; none: not asked for yet
};

// Of a scenario that is right in itself.
void CheckLoads(const Scenario& scenario, ScenarioProblems* problems);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_SCENARIO_CHECK_PARTS_H_
