// MarkovChain: a finite continuous-time Markov chain, from a rule that says what may happen next.
//
// States are strings of bytes that only the rule understands; those that can be reached from the
// start are enumerated breadth first and kept once.  The chain owns its states and its sparse
// matrix; after Build it is immutable.  Memory: about 100 bytes a state and 12 a transition.
#ifndef TFSCK_SIMULATOR_ANALYTIC_CTMC_H_
#define TFSCK_SIMULATOR_ANALYTIC_CTMC_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/base/result.h"

namespace tfsck::analytic {

class MarkovChain {
 public:
  struct Transition {
    std::string to;
    double rate = 0;
  };
  // Appends what may happen in a state; transitions to the state itself are ignored.
  using Rule = std::function<void(const std::string& state, std::vector<Transition>& next)>;

  // kUsage where more than `most_states` states can be reached.
  static Result<MarkovChain> Build(std::string start, const Rule& rule, size_t most_states);

  size_t size() const { return states_.size(); }
  const std::vector<std::string>& states() const { return states_; }

  // The long-run share of time in each state.  REQUIRES that the start can be reached from every
  // state.  Elimination without subtraction (Grassmann, Taksar and Heyman 1985) for up to 400
  // states, O(n^3); Gauss-Seidel beyond, to a largest flow error of 1e-14 of the whole flow;
  // kInternal where 20,000 sweeps do not get there.
  Result<std::vector<double>> Stationary() const;

 private:
  struct Inflow {
    uint32_t from = 0;
    double rate = 0;
  };

  std::vector<double> Eliminate() const;
  Result<std::vector<double>> Sweep() const;

  std::vector<std::string> states_;
  std::vector<std::vector<Inflow>> inflows_;
  std::vector<double> leave_;  // total rate out of each state
};

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_CTMC_H_
