#include "report/trace_text.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "report/json_text.h"
#include "simulator/observations.h"
#include "simulator/scenario_names.h"

namespace tfsck {
namespace {

using Json = nlohmann::ordered_json;

std::string StateName(const Model& model, uint32_t state) {
  const ModelState& row = model.states[state];
  const WorkspaceGroup& group = model.scenario.workspaces[row.group];
  if (group.count == 1) return JsonSafe(group.name);
  return fmt::format("{}[{}]", JsonSafe(group.name), state - model.groups[row.group].first_state);
}

// REQUIRES an event before the end of the last step.
std::string StepName(const Model& model, const TraceEvent& event) {
  const Operation& operation = model.scenario.operations[event.operation];
  return std::string(NameOf(kStepNames, operation.steps[event.step].kind));
}

}  // namespace

std::string TraceLine(const TraceEvent& event, const Model& model) {
  Json line = {{"time", ToSeconds(event.time)}, {"event", TraceKindName(event.kind)}};
  if (event.kind != TraceKind::kStoreDown && event.kind != TraceKind::kStoreUp) {
    line["run"] = event.run;
    line["team"] = JsonSafe(model.scenario.sources[event.source].name);
    line["operation"] = JsonSafe(model.scenario.operations[event.operation].name);
    line["workspace"] = StateName(model, event.state);
    if (event.step < model.scenario.operations[event.operation].steps.size()) {
      line["step"] = StepName(model, event);
    }
    line["attempt"] = event.attempt;
  }
  if (event.kind == TraceKind::kFailed) {
    line["why"] = OutcomeName(static_cast<Outcome>(event.detail));
  }
  if (event.kind == TraceKind::kRefreshed) line["throttled"] = event.detail / 1000.0;
  return line.dump() + "\n";
}

ChromeTrace::ChromeTrace(const Model& model, std::function<void(std::string_view)> write)
    : model_(model),
      write_(std::move(write)),
      free_lanes_(model.states.size()),
      lanes_(model.states.size()) {
  write_("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n");
  for (uint32_t state = 0; state < model.states.size(); ++state) {
    Emit(Json({{"ph", "M"},
               {"pid", state},
               {"name", "process_name"},
               {"args", {{"name", StateName(model, state)}}}})
             .dump());
  }
}

void ChromeTrace::Emit(std::string_view text) {
  if (!first_) write_(",\n");
  first_ = false;
  write_(text);
}

// The lowest lane of the workspace that no run is in.
uint32_t ChromeTrace::LaneOf(const TraceEvent& event) {
  const auto [place, fresh] = lane_of_.try_emplace(event.run, 0);
  if (!fresh) return place->second;
  std::vector<uint32_t>& free = free_lanes_[event.state];
  if (free.empty()) {
    place->second = lanes_[event.state]++;
  } else {
    place->second = free.back();
    free.pop_back();
  }
  return place->second;
}

void ChromeTrace::Begin(const TraceEvent& event, std::string name) {
  End(event.run, event.time);
  open_[event.run] = {std::move(name), event.time, event.state, LaneOf(event)};
}

// What was so far of the step was its refresh.
void ChromeTrace::EndRefresh(const TraceEvent& event) {
  const std::string step = StepName(model_, event);
  std::string refresh = step + ": refresh";
  if (event.detail > 0) {
    refresh += fmt::format(", {:.1f} s of it throttled", event.detail / 1000.0);
  }
  open_[event.run].name = std::move(refresh);
  Begin(event, step);
}

void ChromeTrace::End(uint64_t run, SimTime now) {
  const auto found = open_.find(run);
  if (found == open_.end()) return;
  const Open& slice = found->second;
  if (now > slice.since) {
    Emit(Json({{"ph", "X"},
               {"pid", slice.state},
               {"tid", slice.lane},
               {"ts", slice.since},
               {"dur", now - slice.since},
               {"name", slice.name},
               {"args", {{"run", run}}}})
             .dump());
  }
  open_.erase(found);
}

void ChromeTrace::Leave(const TraceEvent& event) {
  End(event.run, event.time);
  const auto lane = lane_of_.find(event.run);
  if (lane == lane_of_.end()) return;
  free_lanes_[event.state].push_back(lane->second);
  lane_of_.erase(lane);
}

void ChromeTrace::Record(const TraceEvent& event) {
  switch (event.kind) {
    case TraceKind::kAskedForLock:
      return Begin(event, "waits for the lock");
    case TraceKind::kAskedForRunner:
      return Begin(event, "waits for a runner");
    case TraceKind::kStepBegan:
      return Begin(event, StepName(model_, event));
    case TraceKind::kRefreshed:
      return EndRefresh(event);
    case TraceKind::kFailed:
      return Begin(event, fmt::format("away: {}", OutcomeName(static_cast<Outcome>(event.detail))));
    case TraceKind::kLockGranted:
    case TraceKind::kRunnerGranted:
    case TraceKind::kStepEnded:
      return End(event.run, event.time);
    case TraceKind::kDone:
    case TraceKind::kDropped:
      return Leave(event);
    default:
      return;
  }
}

void ChromeTrace::Finish(SimTime now) {
  while (!open_.empty()) End(open_.begin()->first, now);
  write_("\n]}\n");
}

}  // namespace tfsck
