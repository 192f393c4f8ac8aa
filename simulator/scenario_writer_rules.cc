// The lock, the runners, the faults and the question.
#include "engine/base/units.h"
#include "simulator/scenario_names.h"
#include "simulator/scenario_reader_parts.h"
#include "simulator/scenario_writer.h"
#include "simulator/scenario_writer_parts.h"

namespace tfsck {
namespace {

std::string TimeText(SimTime time) { return DurationText(ToSeconds(time)); }
std::string FlagText(bool flag) { return flag ? "true" : "false"; }
std::string CountText(uint32_t count) { return fmt::format("{}", count); }

// What differs from the discipline of that name.
class LockOverrides {
 public:
  explicit LockOverrides(BlockMap* map) : map_(map) {}

  template <typename Value, typename ToText>
  void Add(std::string_view key, const Value& value, const Value& usual, ToText text) {
    if (!(value == usual)) map_->Add(key, text(value));
  }
  template <typename Enum, size_t kCount>
  void Name(std::string_view key, const std::string_view (&names)[kCount], Enum value, Enum usual) {
    if (value != usual) map_->Add(key, NameOf(names, value));
  }

 private:
  BlockMap* map_;
};

std::string PollText(const PollSchedule& poll) {
  FlowMap text;
  text.Add("first", TimeText(poll.first));
  text.Add("factor", CountText(poll.factor));
  text.Add("ceiling", TimeText(poll.ceiling));
  return text.Text();
}

std::string OutageText(const Faults& faults) {
  FlowMap text;
  text.Add("every", DurationText(faults.outage_mean_up));
  text.Add("for", DistributionText(faults.outage));
  text.Add("effect", NameOf(kOutageEffectNames, faults.outage_effect));
  return text.Text();
}

}  // namespace

void WriteLock(const LockDiscipline& lock, std::string* out) {
  const auto* row = FindLockDiscipline(lock.name);
  const LockDiscipline usual = row != nullptr ? row->discipline : LockDiscipline();
  if (lock == usual) return BlockMap(out, 0, false).Add("lock", lock.name);
  *out += "lock:\n";
  BlockMap map(out, 2, false);
  map.Add("discipline", lock.name);
  LockOverrides overrides(&map);
  overrides.Name("scope", kLockScopeNames, lock.scope, usual.scope);
  overrides.Name("wait", kWaitRuleNames, lock.wait, usual.wait);
  overrides.Add("poll", lock.poll, usual.poll, PollText);
  overrides.Add("latency", lock.latency, usual.latency, TimeText);
  overrides.Add("race-window", lock.race_window, usual.race_window, TimeText);
  overrides.Name("order", kQueueOrderNames, lock.order, usual.order);
  overrides.Name("sets", kSetRuleNames, lock.set_rule, usual.set_rule);
  overrides.Add("queue-limit", lock.queue_limit, usual.queue_limit, CountText);
  overrides.Name("when-full", kFullQueueNames, lock.full, usual.full);
  overrides.Name("plans", kLockModeNames, lock.plans, usual.plans);
  overrides.Add("reader-preference", lock.reader_preference, usual.reader_preference, FlagText);
  overrides.Name("validation", kValidationNames, lock.validation, usual.validation);
  overrides.Name("footprint", kFootprintNames, lock.footprint, usual.footprint);
  overrides.Add("polls-each-attempt", lock.polls_each_attempt, usual.polls_each_attempt, FlagText);
}

void WriteRunners(const Runners& runners, std::string* out) {
  if (runners == Runners()) return BlockMap(out, 0, false).Add("runners", "unlimited");
  *out += "runners:\n";
  BlockMap map(out, 2, false);
  map.Add("count", CountText(runners.count));
  map.Add("order", NameOf(kRunnerOrderNames, runners.order));
  map.Add("by-priority", FlagText(runners.priority));
  if (runners.queue_limit != UINT32_MAX) map.Add("queue-limit", CountText(runners.queue_limit));
}

void WriteFaults(const Faults& faults, std::string* out) {
  if (faults == Faults()) return;
  *out += "faults:\n";
  BlockMap map(out, 2, false);
  map.Add("crash-per-run", ShareText(faults.crash_per_run));
  map.Add("crash-per-minute", NumberText(faults.crash_per_minute));
  map.Add("crash-at-end", FlagText(faults.crash_at_end));
  map.Add("leaves-lock", ShareText(faults.leaves_lock));
  map.Add("unlock-delay", faults.unlock_delay ? DistributionText(*faults.unlock_delay) : "at-once");
  if (faults.office_hours) {
    FlowMap hours;
    hours.Add("from", NumberText(faults.office_begin));
    hours.Add("to", NumberText(faults.office_end));
    map.Add("office-hours", hours.Text());
  }
  map.Add("wrong-unlock-per-hold", ShareText(faults.wrong_unlock_per_hold));
  map.Add("runner-loss-per-minute", NumberText(faults.runner_loss_per_minute));
  if (faults.outage_mean_up > 0) map.Add("outage", OutageText(faults));
}

void WriteAnalysis(const Analysis& analysis, std::string* out) {
  *out += "analysis:\n";
  BlockMap map(out, 2, false);
  map.Add("kind", NameOf(kAnalysisNames, analysis.kind));
  map.Add("horizon", TimeText(analysis.horizon));
  map.Add("start", InstantOfWeekText(analysis.start));
  if (analysis.warm_up) map.Add("warm-up", TimeText(*analysis.warm_up));
  map.Add("replications", CountText(analysis.replications));
  map.Add("most-replications", CountText(analysis.most_replications));
  map.Add("precision", ShareText(analysis.precision));
  map.Add("confidence", ShareText(analysis.confidence));
  map.Add("budget", DurationText(analysis.budget_seconds));
  map.Add("seed", fmt::format("{}", analysis.seed));
  if (analysis.control != ControlVariate::kNone) {
    map.Add("control", NameOf(kControlNames, analysis.control));
  }
}

}  // namespace tfsck
