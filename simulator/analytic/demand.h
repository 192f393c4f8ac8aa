// What a scenario asks of each lock: streams of holds with rates and laws.
//
// Values only.
#ifndef TFSCK_SIMULATOR_ANALYTIC_DEMAND_H_
#define TFSCK_SIMULATOR_ANALYTIC_DEMAND_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/analytic/analytic.h"
#include "simulator/analytic/law.h"
#include "simulator/analytic/study.h"
#include "simulator/scenario.h"

namespace tfsck::analytic {

// What had to be left out or replaced, and what that makes of the waits and of the holds.
class Simplifications {
 public:
  // Says `sentence` once, and weakens what is known of the waits.
  void Add(std::string sentence, AnswerKind effect);
  // The same of a sentence about the mean of a hold, on which the waits depend.
  void AddOfHolds(std::string sentence, AnswerKind effect);
  AnswerKind waits() const { return waits_; }
  AnswerKind holds() const { return holds_; }
  const std::vector<std::string>& sentences() const { return sentences_; }

 private:
  std::vector<std::string> sentences_;
  AnswerKind waits_ = AnswerKind::kExact;
  AnswerKind holds_ = AnswerKind::kExact;
};

// Exact leaves the other; two bounds of different sides leave an approximation.
AnswerKind Combined(AnswerKind a, AnswerKind b);

// One hold of one lock, within a run.
struct Hold {
  std::vector<Distribution> parts = {};  // of its steps, independent
  LockMode mode = LockMode::kExclusive;
  int workspace = -1;  // as Step::workspace
  bool runner = false;
  std::vector<uint32_t> steps = {};
  std::vector<uint32_t> applies = {};  // the steps in it that apply
};

// The holds of a run of the operation in their order, without their parts; plans in the mode that
// the discipline gives them.
std::vector<Hold> LocksOf(const Scenario& scenario, const Operation& operation);
// How long a refresh of a workspace of the group takes that has so many resources.
Distribution RefreshLaw(const Scenario& scenario, const RefreshWork& work,
                        const WorkspaceGroup& group, uint64_t resources, Simplifications& notes);

// A run of an operation in a workspace of a group.
struct RunKind {
  uint32_t operation = 0;
  uint32_t group = 0;
};

// As LocksOf, with their parts.
std::vector<Hold> HoldsOf(const Study& study, const RunKind& run, Simplifications& notes);
// Whether there is any such hold.
bool TakesLocks(const Scenario& scenario, const Operation& operation);
// The random parts of one of its steps.
std::vector<Distribution> PartsOf(const Study& study, const RunKind& run, uint32_t step,
                                  Simplifications& notes);
// The random parts of all steps that take up a runner (of all steps where `any`).
std::vector<Distribution> WorkOf(const Study& study, const RunKind& run, bool any,
                                 Simplifications& notes);
// The same for all that a source does, each kind with its share of `weight`.
void AddWorkOf(const Study& study, const Source& source, bool any, double weight, WorkLaw& work,
               Simplifications& notes);

struct Stream {
  uint32_t source = 0;
  uint32_t operation = 0;
  double rate = 0;  // holds per second and lock, in the long run
  Hold hold;
  bool first = true;  // of its run
};

// What the lock of each workspace of a group is asked for.
struct LockDemand {
  uint32_t group = 0;
  std::vector<Stream> streams;  // of open sources, holds in exclusive or shared mode
  double rate = 0;              // of all
  WorkLaw hold;                 // of all
  Moments moments;
  bool exponential = false;
};
LockDemand DemandAt(const Study& study, uint32_t group, Simplifications& notes);

// Runs per second of a source in each workspace of a group.
double RateAt(const Scenario& scenario, const Source& source, uint32_t group);
// Runs per second in the long run, batches counted; 0 for closed sources.
double MeanRate(const Scenario& scenario, const Arrivals& arrivals);

// Whether a law is exponential.
bool IsExponential(const Distribution& law);
// The mean of a law.
double MeanOf(const Distribution& law);

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_DEMAND_H_
