// What a scenario asks of each lock: streams of holds with rates and laws.
//
// Values only; refers to the scenario it was made from, which must outlive it.
#ifndef TFSCK_SIMULATOR_ANALYTIC_DEMAND_H_
#define TFSCK_SIMULATOR_ANALYTIC_DEMAND_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/analytic/analytic.h"
#include "simulator/analytic/law.h"
#include "simulator/scenario.h"

namespace tfsck::analytic {

// What had to be left out or replaced, and what that makes of the waits.
class Simplifications {
 public:
  // Says `sentence` once, and weakens what is known of the waits.
  void Add(std::string sentence, AnswerKind effect);
  AnswerKind waits() const { return waits_; }
  const std::vector<std::string>& sentences() const { return sentences_; }

 private:
  std::vector<std::string> sentences_;
  AnswerKind waits_ = AnswerKind::kExact;
};

// Exact leaves the other; two bounds of different sides leave an approximation.
AnswerKind Combined(AnswerKind a, AnswerKind b);

// One hold of one lock, within a run.
struct Hold {
  std::vector<Distribution> parts;  // its steps, independent
  LockMode mode = LockMode::kExclusive;
  int workspace = -1;  // as Step::workspace
  bool runner = false;
};

// The holds of an operation in their order; plans in the mode that the discipline gives them.
std::vector<Hold> HoldsOf(const Scenario& scenario, const Operation& operation,
                          const WorkspaceGroup& group, Simplifications& notes);
// The random parts of all steps that take up a runner (of all steps where `any`).
std::vector<Distribution> WorkOf(const Operation& operation, const WorkspaceGroup& group, bool any,
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
LockDemand DemandAt(const Scenario& scenario, uint32_t group, Simplifications& notes);

// Runs per second in the long run, batches counted; 0 for closed sources.
double MeanRate(const Scenario& scenario, const Arrivals& arrivals);

// Whether a law is exponential.
bool IsExponential(const Distribution& law);
// The mean of a law.
double MeanOf(const Distribution& law);

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_DEMAND_H_
