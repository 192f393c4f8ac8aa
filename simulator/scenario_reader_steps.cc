// A step of an operation, and the work it may do besides taking its time.
#include "simulator/scenario_names.h"
#include "simulator/scenario_reader_parts.h"

namespace tfsck {
namespace {

constexpr std::string_view kStepKeys[] = {"step",        "time",     "refresh",  "per-resource",
                                          "lock",        "new-hold", "runner",   "makes-plan",
                                          "checks-plan", "commits",  "workspace"};
constexpr std::string_view kRefreshKeys[] = {"calls-per-resource", "latency", "parallelism",
                                             "provider-rate", "account"};
constexpr std::string_view kApplyKeys[] = {"parallelism", "by-type", "otherwise", "destroys"};

}  // namespace

void ReadRefreshWork(const ConfigNode& node, ScenarioReading* reading, const ScenarioNames& names,
                     RefreshWork* work) {
  ScenarioSection section(node, reading, kRefreshKeys);
  section.Number("calls-per-resource", &work->calls_per_resource);
  section.Law("latency", &work->latency);
  section.Count("parallelism", &work->parallelism);
  section.Rate("provider-rate", &work->provider_rate);
  ReadAccountName(section, names.accounts, &work->account);
  if (section.Has("provider-rate") && section.Has("account")) {
    reading->FailAt(*section.Find("account"),
                    "cannot stand beside provider-rate: the account has the rate");
  }
}

void ReadApplyWork(const ConfigNode& node, ScenarioReading* reading, ApplyWork* work) {
  ScenarioSection section(node, reading, kApplyKeys);
  section.Count("parallelism", &work->parallelism);
  section.Require("otherwise");
  section.Law("otherwise", &work->otherwise);
  section.Flag("destroys", &work->destroys);
  const auto types = section.Find("by-type");
  if (!types) return;
  const auto members = types->AsMap();
  if (!members) return reading->Fail(members.error());
  for (const auto& [pattern, value] : *members) {
    ReadLaw(value, reading, &work->by_type.emplace_back(pattern, Distribution()).second);
  }
}

Step ReadStep(const ConfigNode& node, ScenarioReading* reading, const ScenarioNames& names) {
  Step step;
  ScenarioSection section(node, reading, kStepKeys);
  section.Choice("step", kStepNames, &step.kind);
  section.Law("time", &step.time);
  if (const auto refresh = section.Find("refresh")) {
    ReadRefreshWork(*refresh, reading, names, &step.refresh.emplace());
  }
  if (const auto work = section.Find("per-resource")) {
    ReadApplyWork(*work, reading, &step.apply.emplace());
  }
  section.Choice("lock", kLockModeNames, &step.lock);
  section.Flag("new-hold", &step.new_hold);
  section.Flag("runner", &step.runner);
  section.Flag("makes-plan", &step.makes_plan);
  section.Flag("checks-plan", &step.checks_plan);
  section.Flag("commits", &step.commits);
  if (const auto name = section.Find("workspace")) {
    if (const auto index = ReadReference(*name, reading, "workspaces", names.workspaces)) {
      step.workspace = static_cast<int>(*index);
    }
  }
  return step;
}

}  // namespace tfsck
