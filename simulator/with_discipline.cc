// "What if": another discipline, or smaller states.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/nearest_name.h"
#include "engine/base/printable.h"
#include "engine/base/units.h"
#include "simulator/builtin_operations.h"
#include "simulator/presets.h"

namespace tfsck {
namespace {

void Assume(Scenario* scenario, std::string what, std::string value, std::string source) {
  scenario->assumptions.push_back({std::move(what), std::move(value), std::move(source)});
}

bool IsPause(const Step& step) {
  return step.kind == StepKind::kReview || step.kind == StepKind::kApprove;
}

// The step that commits after another one had the lock, or nothing: an operation of one hold
// without a plan before it has no place for a review.
std::optional<size_t> ApplyAfterPlan(const Operation& operation) {
  bool planned = false;
  for (size_t i = 0; i < operation.steps.size(); ++i) {
    if (operation.steps[i].commits) return planned ? std::optional(i) : std::nullopt;
    planned = planned || operation.steps[i].makes_plan;
  }
  return std::nullopt;
}

// The index of the pause between plan and apply, which is made where there is none.
size_t PauseBefore(size_t apply, Operation* operation) {
  auto& steps = operation->steps;
  if (IsPause(steps[apply - 1])) return apply - 1;
  Step review;
  review.kind = StepKind::kReview;
  review.time = DefaultTimes().review;
  steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(apply), review);
  return apply;
}

void ReviewEachChange(LockMode lock_of_review, Scenario* scenario) {
  for (Operation& operation : scenario->operations) {
    const auto apply = ApplyAfterPlan(operation);
    if (!apply) continue;
    const size_t pause = PauseBefore(*apply, &operation);
    operation.steps[pause].lock = lock_of_review;
    operation.steps[pause].runner = false;
    Step& commit = operation.steps[pause + 1];
    commit.new_hold = commit.checks_plan = lock_of_review == LockMode::kNone;
    if (pause == *apply) {
      for (const TimeSource& source : DefaultTimeSources()) {
        if (source.key == "review") scenario->assumptions.push_back(source.assumption);
      }
    }
  }
}

// A lock-timeout of 0 is how Terraform behaves, not how long people are ready to wait.
void WaitInTheQueue(Scenario* scenario) {
  for (Source& source : scenario->sources) {
    if (source.lock_patience != Distribution::Deterministic(0)) continue;
    source.lock_patience.reset();
    Assume(scenario, "lock-timeout of " + source.name, "forever",
           "was 0s; whoever stands in a queue is served");
  }
}

bool LocksFirst(std::string_view discipline) {
  return discipline == "hcp" || discipline.starts_with("github-") ||
         discipline.starts_with("gitlab-");
}

Result<LockDiscipline> Find(std::string_view discipline) {
  if (const auto* row = FindLockDiscipline(discipline)) return row->discipline;
  std::vector<std::string_view> names;
  for (const LockDisciplineRow& row : LockDisciplines()) names.push_back(row.discipline.name);
  const auto nearest = NearestName(discipline, names);
  return MakeError(ErrorKind::kUsage,
                   fmt::format("there is no lock discipline '{}'{}", Printable(discipline),
                               nearest ? fmt::format(": did you mean '{}'?", *nearest) : ""));
}

uint32_t PartOf(uint32_t resources, uint32_t parts) {
  return resources / parts + (resources % parts > 0 ? 1 : 0);
}

// Resources are renumbered into a part; what falls together is named once.
void RenumberResources(uint32_t size, std::vector<uint32_t>* resources) {
  for (uint32_t& each : *resources) each %= size;
  std::sort(resources->begin(), resources->end());
  resources->erase(std::unique(resources->begin(), resources->end()), resources->end());
}

void SplitGroup(uint32_t parts, WorkspaceGroup* group) {
  group->count *= parts;
  group->resources = std::max(1U, PartOf(group->resources, parts));
  if (group->popularity == RootPopularity::kWeights) {
    group->popularity = RootPopularity::kUniform;
    group->root_weights.clear();
  }
  // Edges and state files are of the whole: the part has a generated graph.
  const bool whole =
      group->graph.shape == GraphShape::kExplicit || group->graph.shape == GraphShape::kState;
  if (whole) group->graph = ResourceGraph();
  group->graph.modules = std::max(1U, PartOf(group->graph.modules, parts));
}

constexpr double kDefaultCrossShare = 0.1;
constexpr uint32_t kMostParts = 1000;

std::optional<uint32_t> WholeNumber(std::string_view text, uint32_t least, uint32_t most) {
  uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (number < least || number > most) return std::nullopt;
  return number;
}

// "split:4", "split:4:10%" or "split:4:10%:3": parts, the share of runs that need several of them,
// and how many.
Result<Scenario> SplitAs(const Scenario& scenario, std::string_view text) {
  std::vector<std::string_view> fields;
  for (size_t at = 0; at <= text.size();) {
    const size_t colon = std::min(text.find(':', at), text.size());
    fields.push_back(text.substr(at, colon - at));
    at = colon + 1;
  }
  const auto parts = fields.size() < 2 ? std::nullopt : WholeNumber(fields[1], 2, kMostParts);
  const auto share = fields.size() < 3 ? kDefaultCrossShare : ParseShare(fields[2]).value_or(-1);
  const auto count =
      fields.size() < 4 ? std::optional<uint32_t>(2) : WholeNumber(fields[3], 2, kMostParts);
  if (!parts || share < 0 || share > 1 || !count || *count > *parts || fields.size() > 4) {
    return MakeError(ErrorKind::kUsage,
                     fmt::format("'{}' must be split:PARTS, split:PARTS:SHARE or "
                                 "split:PARTS:SHARE:COUNT, such as split:4:10%:2: 2 to {} parts, "
                                 "the share of runs that need several, and how many of them",
                                 Printable(text), kMostParts));
  }
  return Split(scenario, *parts, share, *count);
}

}  // namespace

Result<Scenario> WithDiscipline(const Scenario& scenario, std::string_view discipline) {
  if (discipline == "split" || discipline.starts_with("split:")) {
    return SplitAs(scenario, discipline);
  }
  auto lock = Find(discipline);
  if (!lock) return tl::unexpected(std::move(lock.error()));
  Scenario changed = scenario;
  changed.lock = *lock;
  changed.lock.latency = scenario.lock.latency;
  changed.lock.footprint = scenario.lock.footprint;
  if (lock->wait == WaitRule::kPoll) changed.lock.race_window = scenario.lock.race_window;
  if (lock->wait == WaitRule::kQueue) WaitInTheQueue(&changed);
  if (LocksFirst(discipline)) changed.runners.order = RunnerOrder::kLockThenRunner;
  if (discipline == "hcp") changed.runners.priority = true;
  if (discipline == "atlantis-pr") ReviewEachChange(LockMode::kExclusive, &changed);
  if (discipline == "saved-plan") ReviewEachChange(LockMode::kNone, &changed);
  return changed;
}

Scenario Split(const Scenario& scenario, uint32_t parts, double cross_share, uint32_t cross_count) {
  Scenario changed = scenario;
  if (parts == 1) return changed;
  uint32_t smallest = UINT32_MAX;
  for (WorkspaceGroup& group : changed.workspaces) {
    SplitGroup(parts, &group);
    smallest = std::min(smallest, group.resources);
  }
  for (Operation& operation : changed.operations) {
    RenumberResources(smallest, &operation.writes);
    RenumberResources(smallest, &operation.reads);
    operation.uniform_writes = std::min(operation.uniform_writes, smallest);
  }
  for (Source& source : changed.sources) {
    source.cross_state_share = cross_share;
    source.cross_state_count = cross_count;
  }
  Assume(&changed, "the states", fmt::format("split into {} parts each", parts),
         fmt::format("asked for; {:.3g}% of the runs need {} parts at once", cross_share * 100,
                     cross_count));
  return changed;
}

}  // namespace tfsck
