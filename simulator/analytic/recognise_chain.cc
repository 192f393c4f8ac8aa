// A fixed number of people whose locks and runners make a small Markov chain.
#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "simulator/analytic/closed_locks.h"
#include "simulator/analytic/closed_scenario.h"
#include "simulator/analytic/touched_sets.h"

namespace tfsck::analytic {
namespace {

constexpr size_t kMostLocks = 64;  // bits of a set
constexpr uint32_t kWholeState = UINT32_MAX;

// Names for the bits of locks: a workspace, or a resource in one.
class LockBits {
 public:
  // 0 where 64 are in use.
  uint64_t Of(uint64_t workspace, uint32_t resource) {
    const auto [found, fresh] = bits_.try_emplace({workspace, resource}, bits_.size());
    return found->second < kMostLocks ? uint64_t{1} << found->second : 0;
  }

 private:
  std::map<std::pair<uint64_t, uint32_t>, size_t> bits_;
};

class ChainBuilder {
 public:
  explicit ChainBuilder(const Study& study) : study_(study), scenario_(study.scenario) {}

  // Nothing where something is not exponential or more than a single step.
  std::optional<ClosedLockSystem> Build() {
    ClosedLockSystem system;
    const LockDiscipline& lock = scenario_.lock;
    system.rule = lock.scope == LockScope::kResource ? lock.set_rule : SetRule::kReserve;
    system.reader_preference = lock.reader_preference;
    system.validates = lock.validation != Validation::kNone;
    if (system.validates && !SetRedo(system)) return std::nullopt;
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
  // All redo stale work at once, without end, or all drop it.
  bool SetRedo(ClosedLockSystem& system) const {
    system.redoes = scenario_.sources[0].retry.on_failure != OnFailure::kGiveUp;
    return std::all_of(scenario_.sources.begin(), scenario_.sources.end(),
                       [&system](const Source& source) {
                         const Retry& retry = source.retry;
                         if (!system.redoes) return retry.on_failure == OnFailure::kGiveUp;
                         return retry.on_failure != OnFailure::kGiveUp &&
                                retry.most == UINT32_MAX && MeanOf(retry.after) == 0;
                       });
  }

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
    if (count > kMostLocks) return false;
    for (uint32_t i = 0; i < count; ++i) {
      const uint64_t workspace = uint64_t{place} << 32 | i;
      if (!AddSets(operation, *step, place, workspace, chance / count, people)) {
        return false;
      }
    }
    return true;
  }

  // One kind of work for each set of resources that the operation may touch there.
  bool AddSets(const Operation& operation, const Step& step, uint32_t group, uint64_t workspace,
               double chance, ClosedClass& people) {
    const LockDiscipline& lock = scenario_.lock;
    const bool validates = lock.validation != Validation::kNone;
    const LockMode mode = ModeOf(scenario_, operation, step);
    std::vector<TouchedSet> sets = {{}};
    if (validates ? step.commits : mode != LockMode::kNone) {
      const bool whole =
          validates ? lock.validation == Validation::kState : lock.scope == LockScope::kState;
      sets[0].writes = {kWholeState};
      if (!whole) {
        auto touched = TouchedSets(study_, group, operation, kMostLocks);
        if (!touched) return false;
        sets = std::move(*touched);
      }
    }
    for (const TouchedSet& set : sets) {
      LockWork work{chance * set.chance, 1 / step.time.mean, 0, 0};
      uint64_t& written = mode == LockMode::kShared ? work.shared : work.exclusive;
      if (!SetBits(workspace, set.writes, written)) return false;
      if (!SetBits(workspace, set.reads, work.shared)) return false;
      people.kinds.push_back(work);
      ++kinds_;
      if (step.runner) ++with_runner_;
    }
    return true;
  }

  bool SetBits(uint64_t workspace, const std::vector<uint32_t>& resources, uint64_t& bits) {
    for (const uint32_t resource : resources) {
      const uint64_t bit = bits_.Of(workspace, resource);
      if (bit == 0) return false;
      bits |= bit;
    }
    return true;
  }

  const Study& study_;
  const Scenario& scenario_;
  LockBits bits_;
  size_t kinds_ = 0;
  size_t with_runner_ = 0;
};

void AddChain(Question& question, const ClosedLockAnswer& answer, const ClosedLockSystem& system) {
  constexpr std::string_view kTheorem = "Markov chain of who holds and who waits";
  question.Add(quantity::kThroughput, answer.throughput, kTheorem, question.OfRest());
  if (system.validates) {
    question.Add(quantity::kAbortRatio, answer.abort_ratio, kTheorem, question.OfRest());
  } else {
    question.Add(quantity::kMeanWait, answer.mean_wait, kTheorem, question.OfMean());
  }
  if (system.runner_use != RunnerUse::kNone) {
    question.Add(quantity::kRunnersOccupied, answer.runners_occupied, kTheorem, question.OfRest());
    question.Add(quantity::kRunnersWorking, answer.runners_working, kTheorem, question.OfRest());
  }
  if (answer.throughput_each.size() < 2) return;
  for (size_t i = 0; i < answer.throughput_each.size(); ++i) {
    const std::string name = "source " + question.scenario.sources[i].name;
    question.AddFor(name, quantity::kThroughput, answer.throughput_each[i], kTheorem,
                    question.OfRest());
    if (!system.validates) {
      question.AddFor(name, quantity::kMeanWait, answer.mean_wait_each[i], kTheorem,
                      question.OfMean());
    }
  }
}

}  // namespace

bool ClosedChain(Question& question) {
  const Scenario& scenario = question.scenario;
  if (!IsPlainlyClosed(scenario) || scenario.runners.priority ||
      (scenario.lock.wait == WaitRule::kQueue && scenario.lock.order != QueueOrder::kFifo)) {
    return false;
  }
  const auto system = ChainBuilder(question.study).Build();
  if (!system) return false;
  const auto answer = SolveClosedLocks(*system);
  if (!answer) {
    question.unanswered.push_back(question.subject + ": " + answer.error().message);
    return true;
  }
  if (!system->validates) NotePolling(question);
  if (system->validates && system->redoes &&
      std::any_of(scenario.sources.begin(), scenario.sources.end(),
                  [](const Source& source) { return !source.retry.redraw; })) {
    question.notes.Add("work is drawn anew when it is done again, not kept",
                       AnswerKind::kApproximation);
  }
  AddChain(question, *answer, *system);
  return true;
}

}  // namespace tfsck::analytic
