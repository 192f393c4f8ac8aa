// A fixed number of people whose locks and runners make a small Markov chain.
#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "simulator/analytic/closed_locks.h"
#include "simulator/analytic/closed_scenario.h"

namespace tfsck::analytic {
namespace {

// Names for the bits of locks: a workspace, or a resource in one.
class LockBits {
 public:
  // 0 where 64 are in use.
  uint64_t Of(uint64_t workspace, uint32_t resource) {
    const auto [found, fresh] = bits_.try_emplace({workspace, resource}, bits_.size());
    return found->second < 64 ? uint64_t{1} << found->second : 0;
  }

 private:
  std::map<std::pair<uint64_t, uint32_t>, size_t> bits_;
};

class ChainBuilder {
 public:
  explicit ChainBuilder(const Scenario& scenario) : scenario_(scenario) {}

  // Nothing where something is not exponential or more than a single step.
  std::optional<ClosedLockSystem> Build() {
    ClosedLockSystem system;
    const LockDiscipline& lock = scenario_.lock;
    system.rule = lock.scope == LockScope::kResource ? lock.set_rule : SetRule::kReserve;
    system.reader_preference = lock.reader_preference;
    system.validates = lock.validation != Validation::kNone;
    for (const Source& source : scenario_.sources) {
      if (!AddClass(source, system)) return std::nullopt;
    }
    if (scenario_.runners.count > 0 && with_runner_ > 0) {
      if (with_runner_ != kinds_) return std::nullopt;
      system.runners = scenario_.runners.count;
      system.runner_use = scenario_.runners.order == RunnerOrder::kRunnerThenLock
                              ? RunnerUse::kBeforeLock
                              : RunnerUse::kAfterLock;
    }
    return system;
  }

 private:
  bool AddClass(const Source& source, ClosedLockSystem& system) {
    const ClosedArrivals& closed = source.arrivals.closed;
    if (!IsExponential(closed.think) || source.cross_state_share > 0) return false;
    ClosedClass people{closed.actors, 1 / closed.think.mean, {}};
    double operations = 0;
    double places = 0;
    for (const Weighted& choice : source.operations) operations += choice.weight;
    for (const Weighted& place : source.workspaces) places += place.weight;
    for (const Weighted& choice : source.operations) {
      for (const Weighted& place : source.workspaces) {
        const double chance = choice.weight / operations * place.weight / places;
        if (!AddKinds(choice.index, place.index, chance, people)) return false;
      }
    }
    system.classes.push_back(std::move(people));
    return true;
  }

  bool AddKinds(uint32_t operation_index, uint32_t group, double chance, ClosedClass& people) {
    const Operation& operation = scenario_.operations[operation_index];
    const Step* step = SingleStep(operation);
    if (step == nullptr) return false;
    const uint32_t place = step->workspace >= 0 ? static_cast<uint32_t>(step->workspace) : group;
    const uint32_t count = step->workspace >= 0 ? 1 : scenario_.workspaces[place].count;
    if (count > 64) return false;
    for (uint32_t i = 0; i < count; ++i) {
      LockWork work{chance / count, 1 / step->time.mean, 0, 0};
      if (!SetLocks(operation, *step, uint64_t{place} << 32 | i, work)) return false;
      people.kinds.push_back(work);
      ++kinds_;
      if (step->runner) ++with_runner_;
    }
    return true;
  }

  bool SetLocks(const Operation& operation, const Step& step, uint64_t workspace, LockWork& work) {
    const LockDiscipline& lock = scenario_.lock;
    const bool validates = lock.validation != Validation::kNone;
    const LockMode mode = ModeOf(scenario_, operation, step);
    if (mode == LockMode::kNone && !validates) return true;
    const bool whole =
        validates ? lock.validation == Validation::kState : lock.scope == LockScope::kState;
    if (whole) {
      const uint64_t bit = bits_.Of(workspace, UINT32_MAX);
      (mode == LockMode::kShared ? work.shared : work.exclusive) = bit;
      return bit != 0;
    }
    if (operation.writes.empty() && operation.reads.empty()) return false;
    for (const uint32_t resource : operation.writes) {
      const uint64_t bit = bits_.Of(workspace, resource);
      if (bit == 0) return false;
      (mode == LockMode::kShared ? work.shared : work.exclusive) |= bit;
    }
    for (const uint32_t resource : operation.reads) {
      const uint64_t bit = bits_.Of(workspace, resource);
      if (bit == 0) return false;
      work.shared |= bit;
    }
    return true;
  }

  const Scenario& scenario_;
  LockBits bits_;
  size_t kinds_ = 0;
  size_t with_runner_ = 0;
};

void AddChain(Question& question, const ClosedLockAnswer& answer, const ClosedLockSystem& system) {
  constexpr std::string_view kTheorem = "Markov chain of who holds and who waits";
  question.Add(kThroughput, answer.throughput, kTheorem, question.OfRest());
  if (system.validates) {
    question.Add(kAbortRatio, answer.abort_ratio, kTheorem, question.OfRest());
  } else {
    question.Add(kMeanWait, answer.mean_wait, kTheorem, question.OfMean());
  }
  if (system.runner_use != RunnerUse::kNone) {
    question.Add(kRunnersOccupied, answer.runners_occupied, kTheorem, question.OfRest());
    question.Add(kRunnersWorking, answer.runners_working, kTheorem, question.OfRest());
  }
  if (answer.throughput_each.size() < 2) return;
  for (size_t i = 0; i < answer.throughput_each.size(); ++i) {
    const std::string name = "source " + question.scenario.sources[i].name;
    question.AddFor(name, kThroughput, answer.throughput_each[i], kTheorem, question.OfRest());
    if (!system.validates) {
      question.AddFor(name, kMeanWait, answer.mean_wait_each[i], kTheorem, question.OfMean());
    }
  }
}

}  // namespace

bool ClosedChain(Question& question) {
  const Scenario& scenario = question.scenario;
  if (!IsPlainlyClosed(scenario) || scenario.runners.priority ||
      (scenario.lock.wait == WaitRule::kQueue && scenario.lock.order != QueueOrder::kFifo))
    return false;
  const auto system = ChainBuilder(scenario).Build();
  if (!system) return false;
  const auto answer = SolveClosedLocks(*system);
  if (!answer) {
    question.unanswered.push_back(question.subject + ": " + answer.error().message);
    return true;
  }
  if (!system->validates) NotePolling(question);
  if (system->validates && std::any_of(scenario.sources.begin(), scenario.sources.end(),
                                       [](const Source& source) { return !source.retry.redraw; })) {
    question.notes.Add("work is drawn anew when it is done again, not kept",
                       AnswerKind::kApproximation);
  }
  AddChain(question, *answer, *system);
  return true;
}

}  // namespace tfsck::analytic
