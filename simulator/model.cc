#include "simulator/model.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "engine/base/glob.h"
#include "simulator/graph_shape.h"
#include "simulator/refresh.h"
#include "simulator/scenario_check.h"

namespace tfsck {
namespace {

Chooser MakeChooser(const std::vector<Weighted>& choices) {
  Chooser made;
  double total = 0;
  for (const Weighted& choice : choices) total += choice.weight;
  double sum = 0;
  for (const Weighted& choice : choices) {
    if (choice.weight <= 0) continue;
    sum += choice.weight;
    made.upto.push_back(sum / total);
    made.index.push_back(choice.index);
  }
  made.upto.back() = 1;
  return made;
}

// A law of how long until something happens that happens `per_minute` times a minute.
Sampler Hazard(double per_minute) {
  if (per_minute <= 0) return Sampler(Distribution::Deterministic(ToSeconds(kEndOfTime)));
  return Sampler(Distribution::Exponential(60 / per_minute));
}

class Compiler {
 public:
  Compiler(const Scenario& scenario, const GraphLoader& load_graph)
      : scenario_(scenario), load_graph_(load_graph) {}

  Result<Model> Run() {
    model_.scenario = scenario_;
    model_.crosses = std::any_of(scenario_.sources.begin(), scenario_.sources.end(),
                                 [](const Source& source) { return source.cross_state_share > 0; });
    for (const WorkspaceGroup& group : scenario_.workspaces) {
      if (auto made = AddGroup(group); !made) return tl::unexpected(made.error());
    }
    for (const Operation& operation : scenario_.operations) AddOperation(operation);
    for (const Source& source : scenario_.sources) AddSource(source);
    if (auto there = CheckNamedResources(); !there) return tl::unexpected(there.error());
    model_.poll = PollTimes(scenario_.lock.poll, scenario_.lock.latency);
    SetFaults();
    model_.looks_for_writes = LooksForWrites();
    if (model_.most_drawn > 0) {
      model_.most_to_draw_from = static_cast<uint32_t>(model_.states.size());
      for (const ModelGroup& group : model_.groups) {
        model_.most_to_draw_from = std::max(model_.most_to_draw_from, group.vertices);
      }
    }
    model_.domains = model_.crosses ? 1 : static_cast<uint32_t>(model_.states.size());
    // Many actors that seldom run: fewer drawn ahead, so that memory stays in bounds.
    model_.jobs_ahead = model_.actors() <= 4096 ? 32 : model_.actors() <= 65'536 ? 8 : 2;
    return std::move(model_);
  }

 private:
  bool LocksResources() const { return scenario_.lock.scope == LockScope::kResource; }

  // Whether a plan may be stale, a commit in conflict, or an update lost.
  bool LooksForWrites() const {
    const auto checks = [](const ModelStep& step) { return step.checks_plan; };
    return scenario_.lock.validation != Validation::kNone ||
           scenario_.faults.wrong_unlock_per_hold > 0 ||
           std::any_of(model_.operations.begin(), model_.operations.end(), [&](const auto& each) {
             return std::any_of(each.steps.begin(), each.steps.end(), checks);
           });
  }

  bool NeedsGraph() const {
    if (LocksResources()) return true;
    for (const Operation& operation : scenario_.operations) {
      for (const Step& step : operation.steps) {
        if (step.apply) return true;
      }
    }
    return false;
  }

  Result<void> AddGroup(const WorkspaceGroup& group) {
    ModelGroup made;
    made.first_state = static_cast<uint32_t>(model_.states.size());
    made.count = group.count;
    made.resources = group.resources;
    made.vertices = group.resources;
    types_.emplace_back();
    if (group.graph.shape == GraphShape::kState || NeedsGraph()) {
      if (auto built = BuildGraph(group, made); !built) return built;
    }
    const uint32_t items = LocksResources() ? made.vertices : 1;
    if (uint64_t{items} * group.count + model_.items > kMostItems) {
      return MakeError(ErrorKind::kUsage,
                       fmt::format("workspaces '{}': together they have more than {} resources to "
                                   "lock one by one; simulate fewer or smaller ones",
                                   group.name, kMostItems));
    }
    for (uint32_t i = 0; i < group.count; ++i) {
      model_.states.push_back({static_cast<uint32_t>(model_.groups.size()), model_.items});
      model_.items += items;
    }
    model_.groups.push_back(std::move(made));
    return {};
  }

  Result<void> BuildGraph(const WorkspaceGroup& group, ModelGroup& made) {
    if (group.graph.shape == GraphShape::kState) {
      auto state = load_graph_(group.graph.state_file);
      if (!state) return tl::unexpected(state.error());
      made.graph = std::make_shared<const DependencyGraph>(std::move(state->graph));
      made.resources = state->instance_count;
      model_.scenario.workspaces[model_.groups.size()].resources =
          static_cast<uint32_t>(made.resources);
      made.type_of = std::move(state->type_of);
      types_.back() = std::move(state->types);
    } else {
      auto graph = GraphOfGroup(group);
      if (!graph) return tl::unexpected(graph.error());
      made.graph = std::make_shared<const DependencyGraph>(std::move(*graph));
    }
    made.vertices = made.graph->vertex_count();
    if (!NeedsGraph()) return {};
    auto table = FootprintTable::Build(*made.graph, scenario_.lock.footprint);
    if (!table) return tl::unexpected(table.error());
    auto chances = RootProbabilities(*made.graph, group.popularity, group.root_weights);
    if (!chances) return tl::unexpected(chances.error());
    made.footprints = std::make_shared<const FootprintTable>(std::move(*table));
    made.roots = std::make_shared<const RootSampler>(*chances);
    model_.draws_roots = true;
    model_.most_vertices = std::max(model_.most_vertices, made.vertices);
    model_.most_edges = std::max(model_.most_edges, made.graph->edge_count());
    return {};
  }

  void AddOperation(const Operation& operation) {
    ModelOperation made;
    made.lock_class = operation.lock_class;
    made.runner_class = operation.runner_class;
    made.writes = operation.writes;
    made.reads = operation.reads;
    made.named = !made.writes.empty() || !made.reads.empty();
    made.uniform_writes = operation.uniform_writes;
    model_.most_drawn = std::max(model_.most_drawn, operation.uniform_writes);
    for (const Step& step : operation.steps) made.steps.push_back(CompileStep(operation, step));
    made.steps.back().last = true;
    if (scenario_.runners.order == RunnerOrder::kLockThenRunner) LockBeforeRunner(made.steps);
    for (size_t i = 0; i < made.steps.size(); ++i) {
      made.shares = made.shares || made.steps[i].lock == LockMode::kShared;
      made.moves = made.moves || made.steps[i].state != kNoState;
      // Another workspace's lock is another hold.
      if (i > 0 && made.steps[i].state != made.steps[i - 1].state) made.steps[i].new_hold = true;
    }
    model_.operations.push_back(std::move(made));
  }

  // Where the lock comes first, no step takes a runner before it: what leads up to a locked step is
  // done under the lock as well.
  static void LockBeforeRunner(std::vector<ModelStep>& steps) {
    for (size_t i = steps.size(); i-- > 1;) {
      if (steps[i].lock == LockMode::kNone || steps[i].new_hold) continue;
      ModelStep& before = steps[i - 1];
      if (before.lock == LockMode::kNone && before.runner) {
        before.lock = steps[i].lock;
        before.state = steps[i].state;
      }
    }
  }

  ModelStep CompileStep(const Operation& operation, const Step& step) {
    ModelStep made;
    made.kind = step.kind;
    made.lock = LockOf(operation, step);
    made.new_hold = step.new_hold;
    made.runner = step.runner;
    made.checks_plan = step.checks_plan;
    made.makes_plan = step.makes_plan;
    made.commits = step.commits;
    made.by_a_person = step.kind == StepKind::kApprove || step.kind == StepKind::kReview;
    if (step.workspace >= 0) {
      made.state = model_.groups[static_cast<size_t>(step.workspace)].first_state;
    }
    made.time = Sampler(step.time);
    made.refresh = step.refresh;
    if (step.refresh) CompileRefresh(*step.refresh, made);
    made.apply = step.apply.has_value();
    if (step.apply) CompileApply(*step.apply, made);
    return made;
  }

  LockMode LockOf(const Operation& operation, const Step& step) const {
    if (scenario_.lock.validation != Validation::kNone) return LockMode::kNone;
    if (step.lock == LockMode::kNone || !operation.plans_only) return step.lock;
    const LockMode plans = scenario_.lock.plans;
    return plans == LockMode::kExclusive ? step.lock : plans;
  }

  void CompileRefresh(const RefreshWork& work, ModelStep& made) const {
    made.latency = Sampler(work.latency);
    for (size_t i = 0; i < model_.groups.size(); ++i) {
      const WorkspaceGroup& group = scenario_.workspaces[i];
      const int account = AccountOf(work, group);
      const double rate = ProviderRateAlone(scenario_, work, group);
      made.limits.push_back({account < 0 ? kNoAccount : static_cast<uint32_t>(account),
                             LimitedRefreshTime(work, model_.groups[i].resources, rate)});
      made.shares_rate = made.shares_rate || account >= 0;
    }
  }

  // The law of every type of every group, found out once.
  void CompileApply(const ApplyWork& apply, ModelStep& made) const {
    made.apply_slots = apply.parallelism;
    made.apply_order = apply.destroys ? ApplyOrder::kDestroy : ApplyOrder::kCreate;
    const Sampler otherwise(apply.otherwise);
    std::vector<std::pair<Glob, Sampler>> laws;
    for (const auto& [pattern, law] : apply.by_type) {
      laws.emplace_back(Glob(pattern, GlobStyle::kText), Sampler(law));
    }
    for (const std::vector<std::string>& types : types_) {
      std::vector<Sampler> times(std::max<size_t>(types.size(), 1), otherwise);
      for (size_t type = 0; type < types.size(); ++type) {
        const auto found = std::find_if(laws.begin(), laws.end(), [&](const auto& law) {
          return law.first.Matches(types[type]);
        });
        if (found != laws.end()) times[type] = found->second;
      }
      made.apply_times.push_back(std::move(times));
    }
  }

  void AddSource(const Source& source) {
    ModelSource made;
    made.closed = source.arrivals.kind == Arrivals::Kind::kClosed;
    made.human = source.human;
    made.first_actor = model_.actors();
    made.actors = made.closed ? source.arrivals.closed.actors : 1;
    if (made.closed) {
      made.think = Sampler(source.arrivals.closed.think);
    } else {
      made.arrivals = std::make_shared<const ArrivalProcess>(
          source.arrivals, source.utc_offset_minutes, scenario_.analysis.start);
    }
    made.operations = MakeChooser(source.operations);
    made.first_assignment = static_cast<uint32_t>(model_.assignments.size());
    for (const uint32_t operation : made.operations.index) {
      model_.assignments.push_back({static_cast<uint32_t>(model_.sources.size()), operation});
    }
    made.groups = MakeChooser(source.workspaces);
    for (const uint32_t operation : made.operations.index) {
      made.most_steps = std::max(made.most_steps, model_.operations[operation].steps.size());
    }
    if (source.cross_state_share > 0) AddCrossing(source, made);
    made.patient = !source.lock_patience;
    if (source.lock_patience) made.lock_patience = Sampler(*source.lock_patience);
    made.runner_patient = !source.runner_patience;
    if (source.runner_patience) made.runner_patience = Sampler(*source.runner_patience);
    made.retry = source.retry;
    made.retry_after = Sampler(source.retry.after);
    made.utc_offset_minutes = source.utc_offset_minutes;
    const auto index = static_cast<uint32_t>(model_.sources.size());
    model_.actor_source.insert(model_.actor_source.end(), made.actors, index);
    model_.sources.push_back(std::move(made));
  }

  // What operations name is there in the states that were read, too.
  Result<void> CheckNamedResources() const {
    if (!LocksResources()) return {};
    for (const ModelSource& source : model_.sources) {
      for (const uint32_t index : source.operations.index) {
        const ModelOperation& operation = model_.operations[index];
        uint32_t needed = operation.uniform_writes;
        for (const uint32_t resource : operation.writes) needed = std::max(needed, resource + 1);
        for (const uint32_t resource : operation.reads) needed = std::max(needed, resource + 1);
        for (const uint32_t group : source.groups.index) {
          if (needed <= model_.groups[group].vertices) continue;
          return MakeError(
              ErrorKind::kUsage,
              fmt::format("operation '{}' needs {} resources, but the state of "
                          "workspaces '{}' has {}",
                          scenario_.operations[index].name, needed,
                          scenario_.workspaces[group].name, model_.groups[group].vertices));
        }
      }
    }
    return {};
  }

  void AddCrossing(const Source& source, ModelSource& made) {
    made.cross_state_share = source.cross_state_share;
    made.cross_state_count = source.cross_state_count;
    model_.most_drawn = std::max(model_.most_drawn, source.cross_state_count);
    for (const uint32_t index : made.groups.index) {
      const ModelGroup& group = model_.groups[index];
      for (uint32_t i = 0; i < group.count; ++i) made.states.push_back(group.first_state + i);
    }
    std::sort(made.states.begin(), made.states.end());
  }

  void SetFaults() {
    const Faults& faults = scenario_.faults;
    model_.crash_hazard = Hazard(faults.crash_per_minute);
    model_.runner_hazard = Hazard(faults.runner_loss_per_minute);
    model_.draws_crashes = faults.crash_per_run > 0 || faults.crash_per_minute > 0 ||
                           faults.runner_loss_per_minute > 0 || faults.wrong_unlock_per_hold > 0;
    if (faults.unlock_delay) model_.unlock_delay = Sampler(*faults.unlock_delay);
    if (faults.outage_mean_up > 0) {
      model_.outage_up = Sampler(Distribution::Exponential(faults.outage_mean_up));
    }
    model_.outage = Sampler(faults.outage);
  }

  const Scenario& scenario_;
  const GraphLoader& load_graph_;
  Model model_;
  std::vector<std::vector<std::string>> types_;  // of each group's resources
};

}  // namespace

Result<Model> Compile(const Scenario& scenario, const GraphLoader& load_graph) {
  auto model = Compiler(scenario, load_graph).Run();
  const auto& groups = scenario.workspaces;
  const bool reads_states = std::any_of(groups.begin(), groups.end(), [](const auto& group) {
    return group.graph.shape == GraphShape::kState;
  });
  if (!model || !reads_states) return model;
  // How much is asked of the locks is known only now.
  const auto problems = CheckScenario(model->scenario);
  if (problems.empty()) return model;
  return MakeError(ErrorKind::kUsage, problems[0].message);
}

}  // namespace tfsck
