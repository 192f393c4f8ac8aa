// The sections `lock`, `runners` and `faults`.
#include <fmt/format.h>

#include "engine/base/units.h"
#include "simulator/scenario_names.h"
#include "simulator/scenario_reader_parts.h"

namespace tfsck {
namespace {

constexpr std::string_view kLockKeys[] = {"discipline", "scope",     "wait",
                                          "poll",       "latency",   "race-window",
                                          "order",      "sets",      "queue-limit",
                                          "when-full",  "plans",     "reader-preference",
                                          "validation", "footprint", "polls-each-attempt"};
constexpr std::string_view kPollKeys[] = {"first", "factor", "ceiling"};
constexpr std::string_view kRunnerKeys[] = {"count", "order", "by-priority", "queue-limit"};
constexpr std::string_view kFaultKeys[] = {
    "crash-per-run",         "crash-per-minute",       "crash-at-end",
    "leaves-lock",           "unlock-delay",           "office-hours",
    "wrong-unlock-per-hold", "runner-loss-per-minute", "outage"};
constexpr std::string_view kOfficeKeys[] = {"from", "to"};
constexpr std::string_view kOutageKeys[] = {"every", "for", "effect"};

void ReadDiscipline(const ConfigNode& node, ScenarioReading* reading, LockDiscipline* lock) {
  std::vector<std::string_view> names;
  for (const LockDisciplineRow& row : LockDisciplines()) names.push_back(row.discipline.name);
  if (const auto index = ReadReference(node, reading, "lock disciplines", names)) {
    *lock = LockDisciplines()[*index].discipline;
  }
}

void ReadPoll(const ConfigNode& node, ScenarioReading* reading, PollSchedule* poll) {
  ScenarioSection section(node, reading, kPollKeys);
  section.Time("first", &poll->first);
  section.Count("factor", &poll->factor, 1000);
  section.Time("ceiling", &poll->ceiling);
}

void ReadCrashes(ScenarioSection* section, Faults* faults) {
  const bool crashes = section->Has("crash-per-run") || section->Has("crash-per-minute");
  if (crashes && !section->Has("leaves-lock")) {
    faults->leaves_lock = 0.6;
    section->reading()->assumptions.push_back(
        {"crashes that leave the lock", "60%", "assumed; a killed process cannot unlock"});
  }
  if (crashes && !section->Has("unlock-delay")) {
    faults->unlock_delay = Distribution::Lognormal(2700, 1);
    section->reading()->assumptions.push_back(
        {"until a stale lock is forced", "45 min in the median, sigma 1",
         "estimate from reports of hours (hashicorp/terraform-provider-azurerm#19043)"});
  }
  section->Share("crash-per-run", &faults->crash_per_run);
  section->Number("crash-per-minute", &faults->crash_per_minute);
  section->Flag("crash-at-end", &faults->crash_at_end);
  section->Share("leaves-lock", &faults->leaves_lock);
  section->OptionalLaw("unlock-delay", "at-once", &faults->unlock_delay);
}

void ReadOfficeHours(const ConfigNode& node, ScenarioReading* reading, Faults* faults) {
  ScenarioSection section(node, reading, kOfficeKeys);
  faults->office_hours = true;
  section.Number("from", &faults->office_begin);
  section.Number("to", &faults->office_end);
}

void ReadOutage(const ConfigNode& node, ScenarioReading* reading, Faults* faults) {
  ScenarioSection section(node, reading, kOutageKeys);
  section.Require("every");
  section.Require("for");
  section.Duration("every", &faults->outage_mean_up);
  section.Law("for", &faults->outage);
  section.Choice("effect", kOutageEffectNames, &faults->outage_effect);
}

}  // namespace

void ReadLock(const ScenarioSection& root, LockDiscipline* lock) {
  if (const auto* row = FindLockDiscipline("terraform")) *lock = row->discipline;
  const auto node = root.Find("lock");
  if (!node) return;
  ScenarioReading* reading = root.reading();
  if (node->kind() == ConfigKind::kScalar) return ReadDiscipline(*node, reading, lock);
  ScenarioSection section(*node, reading, kLockKeys);
  if (const auto name = section.Find("discipline")) ReadDiscipline(*name, reading, lock);
  section.Choice("scope", kLockScopeNames, &lock->scope);
  section.Choice("wait", kWaitRuleNames, &lock->wait);
  if (const auto poll = section.Find("poll")) ReadPoll(*poll, reading, &lock->poll);
  section.Time("latency", &lock->latency);
  section.Time("race-window", &lock->race_window);
  section.Choice("order", kQueueOrderNames, &lock->order);
  section.Choice("sets", kSetRuleNames, &lock->set_rule);
  section.Count("queue-limit", &lock->queue_limit);
  section.Choice("when-full", kFullQueueNames, &lock->full);
  section.Choice("plans", kLockModeNames, &lock->plans);
  section.Flag("reader-preference", &lock->reader_preference);
  section.Choice("validation", kValidationNames, &lock->validation);
  section.Choice("footprint", kFootprintNames, &lock->footprint);
  section.Flag("polls-each-attempt", &lock->polls_each_attempt);
}

void ReadRunners(const ScenarioSection& root, Runners* runners) {
  const auto node = root.Find("runners");
  if (!node) return;
  ScenarioSection whole = root;
  if (node->kind() == ConfigKind::kScalar) {
    if (*node->AsString() == "unlimited") return;
    return whole.Count("runners", &runners->count);
  }
  ScenarioSection section(*node, root.reading(), kRunnerKeys);
  section.Count("count", &runners->count);
  section.Choice("order", kRunnerOrderNames, &runners->order);
  section.Flag("by-priority", &runners->priority);
  section.Count("queue-limit", &runners->queue_limit);
}

void ReadFaults(const ScenarioSection& root, Faults* faults) {
  const auto node = root.Find("faults");
  if (!node) return;
  ScenarioSection section(*node, root.reading(), kFaultKeys);
  ReadCrashes(&section, faults);
  if (const auto hours = section.Find("office-hours")) {
    ReadOfficeHours(*hours, root.reading(), faults);
  }
  section.Share("wrong-unlock-per-hold", &faults->wrong_unlock_per_hold);
  section.Number("runner-loss-per-minute", &faults->runner_loss_per_minute);
  if (const auto outage = section.Find("outage")) ReadOutage(*outage, root.reading(), faults);
}

}  // namespace tfsck
