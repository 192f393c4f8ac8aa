#include "simulator/fifo_control.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>

#include "engine/base/printable.h"
#include "simulator/analytic/demand.h"
#include "simulator/analytic/single_lock.h"

namespace tfsck {
namespace {

using Reason = std::optional<std::string>;

Reason WhyNoQuestion(const Scenario& scenario) {
  if (scenario.analysis.kind != AnalysisKind::kSteady) {
    return "the question is not steady-state: only the long run has a known mean";
  }
  const LockDiscipline& lock = scenario.lock;
  if (lock.scope != LockScope::kState || lock.validation != Validation::kNone) {
    return fmt::format("'{}' does not lock whole states", lock.name);
  }
  return std::nullopt;
}

Reason WhyNoPoisson(const Source& source) {
  const Arrivals& arrivals = source.arrivals;
  const std::string name = Printable(source.name);
  if (arrivals.kind != Arrivals::Kind::kPoisson) {
    return fmt::format("the arrivals of '{}' are not Poisson at a constant rate", name);
  }
  if (arrivals.batch_mean > 1 || arrivals.geometric_batch) {
    return fmt::format("the runs of '{}' come in batches", name);
  }
  if (source.cross_state_share > 0) {
    return fmt::format("runs of '{}' ask for several workspaces at once", name);
  }
  return std::nullopt;
}

// Where the lock comes before the runner, what leads up to it on a runner is held as well
// (model.h).
bool HoldsEarlier(const Scenario& scenario, const Operation& operation) {
  if (scenario.runners.order != RunnerOrder::kLockThenRunner) return false;
  for (size_t i = 1; i < operation.steps.size(); ++i) {
    const Step& before = operation.steps[i - 1];
    if (operation.steps[i].lock != LockMode::kNone && before.lock == LockMode::kNone &&
        before.runner) {
      return true;
    }
  }
  return false;
}

double TotalWeight(const std::vector<Weighted>& choices) {
  return std::accumulate(choices.begin(), choices.end(), 0.0,
                         [](double sum, const Weighted& each) { return sum + each.weight; });
}

// What comes for one lock.
struct Stream {
  double rate = 0;
  Moments sums;  // the moments of the hold, times the rate
};

class Finder {
 public:
  explicit Finder(const Scenario& scenario)
      : scenario_(scenario), streams_(scenario.workspaces.size()) {}

  Result<FifoControl> Run() {
    Reason reason = WhyNoQuestion(scenario_);
    for (size_t i = 0; i < scenario_.sources.size() && !reason; ++i) {
      reason = AddSource(scenario_.sources[i]);
    }
    FifoControl made;
    if (!reason) reason = Solve(&made);
    if (reason) return MakeError(ErrorKind::kUsage, *reason);
    return made;
  }

 private:
  Reason AddSource(const Source& source) {
    if (auto reason = WhyNoPoisson(source)) return reason;
    const double operations = TotalWeight(source.operations);
    const double groups = TotalWeight(source.workspaces);
    for (const Weighted& what : source.operations) {
      for (const Weighted& where : source.workspaces) {
        const double share = what.weight / operations * where.weight / groups;
        if (share <= 0) continue;
        const double rate = source.arrivals.poisson.rate * share;
        if (auto reason = AddStream(what.index, where.index, rate)) return reason;
      }
    }
    return std::nullopt;
  }

  // `rate` runs per second of that operation, in all workspaces of the group.
  Reason AddStream(uint32_t operation_index, uint32_t group_index, double rate) {
    const Operation& operation = scenario_.operations[operation_index];
    const WorkspaceGroup& group = scenario_.workspaces[group_index];
    const std::string name = Printable(operation.name);
    analytic::Simplifications notes;
    const auto holds = analytic::HoldsOf(scenario_, operation, group, notes);
    if (holds.empty() || holds[0].mode == LockMode::kNone) return std::nullopt;
    if (holds.size() > 1) return fmt::format("'{}' asks for a lock more than once", name);
    if (holds[0].workspace >= 0) return fmt::format("'{}' locks another workspace", name);
    if (HoldsEarlier(scenario_, operation)) {
      return fmt::format("'{}' takes its lock before the runner, and so earlier than its steps say",
                         name);
    }
    if (!notes.sentences().empty()) {
      return fmt::format("how long '{}' holds its lock has no law in closed form", name);
    }
    if (group.graph.shape == GraphShape::kState && Refreshes(operation)) {
      return fmt::format("how long '{}' refreshes is known only with the state file", name);
    }
    analytic::WorkLaw law;
    law.kinds.push_back({1, holds[0].parts});
    const Moments hold = analytic::MomentsOf(law);
    if (!std::isfinite(hold.third)) {
      return fmt::format("the holds of '{}' have no third moment: the wait has no variance", name);
    }
    Stream& stream = streams_[group_index];
    const double own = rate / group.count;
    stream.rate += own;
    stream.sums.mean += own * hold.mean;
    stream.sums.second += own * hold.second;
    stream.sums.third += own * hold.third;
    return std::nullopt;
  }

  static bool Refreshes(const Operation& operation) {
    return std::any_of(operation.steps.begin(), operation.steps.end(), [](const Step& step) {
      return step.lock != LockMode::kNone && step.refresh.has_value();
    });
  }

  Reason Solve(FifoControl* made) const {
    double requests = 0;
    double waiting = 0;
    for (size_t i = 0; i < streams_.size(); ++i) {
      const WorkspaceGroup& group = scenario_.workspaces[i];
      const FifoControl::Lock lock = LockUnder(streams_[i]);
      if (lock.load >= 1) {
        return fmt::format(
            "each lock of '{}' is asked for {:.3g} times the time there is: without patience "
            "waits have no mean",
            Printable(group.name), lock.load);
      }
      made->locks.push_back(lock);
      requests += streams_[i].rate * group.count;
      waiting += streams_[i].rate * group.count * lock.mean_wait;
    }
    if (requests == 0) return "nobody asks for a lock";
    made->mean_wait = waiting / requests;
    return std::nullopt;
  }

  static FifoControl::Lock LockUnder(const Stream& stream) {
    if (stream.rate == 0) return {};
    const Moments hold = {stream.sums.mean / stream.rate, stream.sums.second / stream.rate,
                          stream.sums.third / stream.rate};
    return {stream.sums.mean, analytic::Mg1MeanWait(stream.rate, hold)};
  }

  const Scenario& scenario_;
  std::vector<Stream> streams_;  // at each lock of a group
};

}  // namespace

Result<FifoControl> FifoControlOf(const Scenario& scenario) { return Finder(scenario).Run(); }

}  // namespace tfsck
