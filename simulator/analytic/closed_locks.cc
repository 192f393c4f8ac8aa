#include "simulator/analytic/closed_locks.h"

#include <algorithm>
#include <string>
#include <utility>

#include "simulator/analytic/ctmc.h"

namespace tfsck::analytic {
namespace {

// In the order of the bytes of a state.
enum Phase : char { kWaitsForLock, kWaitsForRunner, kRuns, kRunsStale };

// A run in the system: its kind of work, and how far it is.
struct Run {
  uint8_t kind = 0;
  char phase = kRuns;
};

struct Kind {
  LockWork work;
  size_t owner = 0;  // index of the class
};

bool Conflict(const LockWork& a, const LockWork& b) {
  return (a.exclusive & (b.exclusive | b.shared)) != 0 || (a.shared & b.exclusive) != 0;
}

class Rules {
 public:
  explicit Rules(const ClosedLockSystem& system) : system_(system) {
    for (size_t i = 0; i < system.classes.size(); ++i) {
      for (const LockWork& work : system.classes[i].kinds) kinds_.push_back({work, i});
    }
  }

  const std::vector<Kind>& kinds() const { return kinds_; }

  // A state lists its runs, two bytes each: those that wait in their order, then those that run.
  static std::vector<Run> Decode(const std::string& state) {
    std::vector<Run> runs;
    for (size_t i = 0; i + 1 < state.size(); i += 2) {
      runs.push_back({static_cast<uint8_t>(state[i]), state[i + 1]});
    }
    return runs;
  }

  void Next(const std::string& state, std::vector<MarkovChain::Transition>& next) const {
    const std::vector<Run> runs = Decode(state);
    for (size_t i = 0; i < kinds_.size(); ++i) {
      const ClosedClass& owner = system_.classes[kinds_[i].owner];
      const uint32_t idle = owner.people - Present(runs, kinds_[i].owner);
      if (idle > 0) {
        next.push_back(
            {Settled(WithArrival(runs, i)), idle * owner.think_rate * kinds_[i].work.probability});
      }
    }
    for (size_t i = 0; i < runs.size(); ++i) {
      if (runs[i].phase < kRuns) continue;
      next.push_back({Settled(WithEnd(runs, i)), kinds_[runs[i].kind].work.rate});
    }
  }

 private:
  const LockWork& WorkOf(const Run& run) const { return kinds_[run.kind].work; }

  uint32_t Present(const std::vector<Run>& runs, size_t owner) const {
    return static_cast<uint32_t>(std::count_if(
        runs.begin(), runs.end(), [&](const Run& run) { return kinds_[run.kind].owner == owner; }));
  }

  bool HoldsLocks(const Run& run) const {
    return !system_.validates &&
           (run.phase >= kRuns ||
            (run.phase == kWaitsForRunner && system_.runner_use == RunnerUse::kAfterLock));
  }

  bool HoldsRunner(const Run& run) const {
    return run.phase >= kRuns ||
           (run.phase == kWaitsForLock && system_.runner_use == RunnerUse::kBeforeLock);
  }

  std::vector<Run> WithArrival(std::vector<Run> runs, size_t kind) const {
    const bool runner_first = system_.runner_use == RunnerUse::kBeforeLock ||
                              (system_.validates && system_.runner_use != RunnerUse::kNone);
    runs.push_back({static_cast<uint8_t>(kind), runner_first ? kWaitsForRunner : kWaitsForLock});
    return runs;
  }

  std::vector<Run> WithEnd(std::vector<Run> runs, size_t ended) const {
    if (runs[ended].phase == kRunsStale && system_.redoes) {
      runs[ended].phase = kRuns;  // done again, at once
      return runs;
    }
    if (system_.validates && runs[ended].phase == kRuns) {
      const uint64_t written = WorkOf(runs[ended]).exclusive;
      for (Run& run : runs) {
        const uint64_t touched = WorkOf(run).exclusive | WorkOf(run).shared;
        if (run.phase == kRuns && (written & touched) != 0) run.phase = kRunsStale;
      }
    }
    runs.erase(runs.begin() + static_cast<std::ptrdiff_t>(ended));
    return runs;
  }

  bool MayHaveLocks(const std::vector<Run>& runs, size_t asking) const {
    const LockWork& work = WorkOf(runs[asking]);
    const bool passes_waiting =
        system_.rule == SetRule::kSkipOver || (system_.reader_preference && work.exclusive == 0);
    for (size_t i = 0; i < runs.size(); ++i) {
      const bool in_the_way =
          HoldsLocks(runs[i]) || (i < asking && runs[i].phase == kWaitsForLock && !passes_waiting);
      if (in_the_way && Conflict(work, WorkOf(runs[i]))) return false;
    }
    return true;
  }

  // Moves the first run that may have what it waits for to the end, a phase on.
  bool GrantOne(std::vector<Run>& runs) const {
    for (size_t i = 0; i < runs.size(); ++i) {
      char phase = runs[i].phase;
      if (phase == kWaitsForLock) {
        if (!system_.validates && !MayHaveLocks(runs, i)) {
          if (system_.rule == SetRule::kStrict) return GrantRunner(runs);
          continue;
        }
        phase = system_.runner_use == RunnerUse::kAfterLock ? kWaitsForRunner : kRuns;
        Advance(runs, i, phase);
        return true;
      }
    }
    return GrantRunner(runs);
  }

  bool GrantRunner(std::vector<Run>& runs) const {
    const auto held = static_cast<uint32_t>(std::count_if(
        runs.begin(), runs.end(), [this](const Run& run) { return HoldsRunner(run); }));
    if (held >= system_.runners) return false;
    for (size_t i = 0; i < runs.size(); ++i) {
      if (runs[i].phase != kWaitsForRunner) continue;
      const bool then_lock = system_.runner_use == RunnerUse::kBeforeLock && !system_.validates;
      Advance(runs, i, then_lock ? kWaitsForLock : kRuns);
      return true;
    }
    return false;
  }

  static void Advance(std::vector<Run>& runs, size_t i, char phase) {
    const Run run = {runs[i].kind, phase};
    runs.erase(runs.begin() + static_cast<std::ptrdiff_t>(i));
    runs.push_back(run);
  }

  // All grants made; the order of those that run, which says nothing, is made the same.
  std::string Settled(std::vector<Run> runs) const {
    while (GrantOne(runs)) {
    }
    std::stable_sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) {
      if (a.phase != b.phase) return a.phase < b.phase;
      return a.phase >= kRuns && a.kind < b.kind;
    });
    std::string state;
    for (const Run& run : runs) {
      state.push_back(static_cast<char>(run.kind));
      state.push_back(run.phase);
    }
    return state;
  }

  const ClosedLockSystem& system_;
  std::vector<Kind> kinds_;
};

// What one state adds to the averages.
struct Sums {
  double commits = 0;
  double aborts = 0;
  double waiting = 0;
  std::vector<double> commits_each;
  std::vector<double> waiting_each;
};

void Add(const Run& run, const Kind& kind, double share, const ClosedLockSystem& system, Sums& sums,
         ClosedLockAnswer& answer) {
  const double flow = share * kind.work.rate;
  if (run.phase < kRuns) {
    sums.waiting += share;
    sums.waiting_each[kind.owner] += share;
  } else if (run.phase == kRuns) {
    sums.commits += flow;
    sums.commits_each[kind.owner] += flow;
  } else {
    sums.aborts += flow;
  }
  if (system.runner_use == RunnerUse::kNone) return;
  if (run.phase >= kRuns) answer.runners_working += share;
  const bool holds = run.phase >= kRuns ||
                     (run.phase == kWaitsForLock && system.runner_use == RunnerUse::kBeforeLock);
  if (holds) answer.runners_occupied += share;
}

}  // namespace

Result<ClosedLockAnswer> SolveClosedLocks(const ClosedLockSystem& system, size_t most_states) {
  const Rules rules(system);
  if (rules.kinds().size() > 250) {
    return MakeError(ErrorKind::kUsage, "there are more than 250 kinds of work");
  }
  auto chain = MarkovChain::Build(
      "", [&rules](const std::string& state, auto& next) { rules.Next(state, next); }, most_states);
  if (!chain) return tl::unexpected(std::move(chain).error());
  const auto shares = chain->Stationary();
  if (!shares) return tl::unexpected(shares.error());
  ClosedLockAnswer answer;
  Sums sums;
  sums.commits_each.assign(system.classes.size(), 0.0);
  sums.waiting_each.assign(system.classes.size(), 0.0);
  for (size_t i = 0; i < chain->size(); ++i) {
    for (const Run& run : Rules::Decode(chain->states()[i])) {
      Add(run, rules.kinds()[run.kind], (*shares)[i], system, sums, answer);
    }
  }
  answer.states = chain->size();
  answer.throughput = sums.commits;
  answer.mean_wait = sums.waiting / sums.commits;
  answer.abort_ratio = sums.aborts / (sums.aborts + sums.commits);
  answer.throughput_each = sums.commits_each;
  for (size_t i = 0; i < system.classes.size(); ++i) {
    answer.mean_wait_each.push_back(sums.waiting_each[i] / sums.commits_each[i]);
  }
  return answer;
}

}  // namespace tfsck::analytic
