#include "simulator/fifo_control.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/printable.h"
#include "simulator/analytic/demand.h"
#include "simulator/analytic/servers.h"
#include "simulator/analytic/single_lock.h"
#include "simulator/analytic/wait_distribution.h"
#include "simulator/poll_schedule.h"

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

// So many groups are solved where runs give up; more would take seconds.
constexpr size_t kMostSolved = 16;

// The patience that all sources share; 0 where there is none or they differ.
double CommonPatience(const Scenario& scenario) {
  const std::optional<Distribution>& law = scenario.sources[0].lock_patience;
  const bool common =
      std::all_of(scenario.sources.begin(), scenario.sources.end(),
                  [&law](const Source& source) { return source.lock_patience == law; });
  if (!common || !law || law->kind != Distribution::Kind::kDeterministic) return 0;
  if (scenario.lock.wait == WaitRule::kFail) return 0;
  if (scenario.lock.wait == WaitRule::kQueue) return law->mean;
  return ToSeconds(PollTimes(scenario.lock.poll, scenario.lock.latency)
                       .LastAttemptWithin(FromSeconds(law->mean)));
}

// What comes for one lock.
struct Stream {
  double rate = 0;
  analytic::WorkLaw hold;  // a kind for each operation, weighted with its rate
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
    const auto holds = analytic::LocksOf(scenario_, operation);
    if (holds.empty()) return std::nullopt;
    if (holds.size() > 1) return fmt::format("'{}' asks for a lock more than once", name);
    if (holds[0].workspace >= 0) return fmt::format("'{}' locks another workspace", name);
    if (HoldsEarlier(scenario_, operation)) {
      return fmt::format("'{}' takes its lock before the runner, and so earlier than its steps say",
                         name);
    }
    const auto parts = PartsOf(operation, holds[0], group);
    if (!parts) {
      return fmt::format("how long '{}' holds its lock has no law in closed form", name);
    }
    if (group.graph.shape == GraphShape::kState && Refreshes(operation)) {
      return fmt::format("how long '{}' refreshes is known only with the state file", name);
    }
    Stream& stream = streams_[group_index];
    const double own = rate / group.count;
    if (own <= 0) return std::nullopt;
    stream.rate += own;
    const auto [place, fresh] =
        kinds_.emplace(std::pair(group_index, operation_index), stream.hold.kinds.size());
    if (fresh) stream.hold.kinds.push_back({0, *parts});
    stream.hold.kinds[place->second].weight += own;
    return std::nullopt;
  }

  // Nothing where some step of the hold has no law in closed form.
  std::optional<std::vector<Distribution>> PartsOf(const Operation& operation,
                                                   const analytic::Hold& hold,
                                                   const WorkspaceGroup& group) const {
    std::vector<Distribution> parts;
    analytic::Simplifications notes;
    for (const uint32_t index : hold.steps) {
      const Step& step = operation.steps[index];
      if (step.apply) return std::nullopt;
      if (analytic::MeanOf(step.time) > 0) parts.push_back(step.time);
      if (step.refresh)
        parts.push_back(
            analytic::RefreshLaw(scenario_, *step.refresh, group, group.resources, notes));
    }
    if (!notes.sentences().empty()) return std::nullopt;
    return parts;
  }

  static bool Refreshes(const Operation& operation) {
    return std::any_of(operation.steps.begin(), operation.steps.end(), [](const Step& step) {
      return step.lock != LockMode::kNone && step.refresh.has_value();
    });
  }

  Reason Solve(FifoControl* made) const {
    const double patience = CommonPatience(scenario_);
    if (patience > 0 && streams_.size() <= kMostSolved) made->patience = patience;
    double requests = 0;
    double waiting = 0;
    for (size_t i = 0; i < streams_.size(); ++i) {
      const WorkspaceGroup& group = scenario_.workspaces[i];
      FifoControl::Lock lock;
      if (auto reason = SolveLock(streams_[i], group, made->patience, &lock)) return reason;
      made->locks.push_back(lock);
      requests += streams_[i].rate * group.count;
      waiting += streams_[i].rate * group.count * lock.mean_wait;
    }
    if (requests == 0) return "nobody asks for a lock";
    made->mean_wait = waiting / requests;
    return std::nullopt;
  }

  static Reason SolveLock(const Stream& stream, const WorkspaceGroup& group, double patience,
                          FifoControl::Lock* lock) {
    if (stream.rate == 0) return std::nullopt;
    const Moments hold = analytic::MomentsOf(stream.hold);
    lock->load = stream.rate * hold.mean;
    if (std::isfinite(patience)) {
      lock->mean_wait = WithPatience(stream, hold, patience);
      return std::nullopt;
    }
    if (!std::isfinite(hold.third)) {
      return fmt::format("the holds of '{}' have no third moment: the wait has no variance",
                         Printable(group.name));
    }
    if (lock->load >= 1) {
      return fmt::format(
          "each lock of '{}' is asked for {:.3g} times the time there is: without a lock timeout "
          "that all share that queue has no mean wait",
          Printable(group.name), lock->load);
    }
    lock->mean_wait = analytic::Mg1MeanWait(stream.rate, hold);
    return std::nullopt;
  }

  static double WithPatience(const Stream& stream, const Moments& hold, double patience) {
    if (hold.mean == 0) return 0;
    const analytic::PatienceAnswer answer =
        analytic::IsExponential(stream.hold)
            ? analytic::MmcWithPatience(1, stream.rate, 1 / hold.mean, patience)
            : analytic::Mg1WithPatience(stream.rate, stream.hold, patience);
    return answer.mean_wait_all;
  }

  const Scenario& scenario_;
  std::vector<Stream> streams_;  // at each lock of a group
  // Which kind of a group's holds an operation's is, by group and operation.
  std::map<std::pair<uint32_t, uint32_t>, size_t> kinds_;
};

}  // namespace

Result<FifoControl> FifoControlOf(const Scenario& scenario) { return Finder(scenario).Run(); }

}  // namespace tfsck
