// Scenario: everything a simulation needs to know, as plain data with all defaults filled in.
//
//   YAML or options --ReadScenario--> Scenario --Compile--> Model --Replicate--> Measurements
//
// A scenario names things as people do: teams and pipelines start runs (sources), a run carries out
// an operation, an operation is a sequence of steps, a step may need the lock of a workspace and a
// runner.  Indexes refer to the vectors of the Scenario itself.  Whoever hands one to the simulator
// has checked it with CheckScenario (scenario_check.h).
#ifndef TFSCK_SIMULATOR_SCENARIO_H_
#define TFSCK_SIMULATOR_SCENARIO_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "simulator/distribution.h"
#include "simulator/lock_discipline.h"
#include "simulator/sim_time.h"

namespace tfsck {

// ---- What there is to ask -------------------------------------------------------------------

// An account at a provider: who refreshes under it shares its rate limit with all who do at the
// same time, each getting as much (facts: simulation-model 1.1, 1.4).
struct ProviderAccount {
  std::string name;
  double rate = 0;  // calls per second that the provider allows; above 0
  friend bool operator==(const ProviderAccount&, const ProviderAccount&) = default;
};

// ---- What there is to lock -----------------------------------------------------------------

// The shape of a generated dependency graph (facts: simulation-model 2); kState takes the graph of
// a real state file.
enum class GraphShape : uint8_t {
  kEdgeless,
  kChain,
  kStar,           // one hub that all others depend on
  kTree,           // balanced, `degree` children each
  kRecursiveTree,  // each new resource depends on one drawn uniformly from the older ones
  kModules,        // `modules` recursive trees of equal size under one shared hub
  kLayered,        // `layers` of equal size, `degree` dependencies into the layer before
  kRandomDag,      // `degree` dependencies drawn uniformly from the older resources
  kExplicit,       // `edges`
  kState,          // the graph of `state_file`
};

struct ResourceGraph {
  GraphShape shape = GraphShape::kModules;
  uint32_t degree = 2;
  uint32_t layers = 5;
  uint32_t modules = 20;
  std::vector<std::pair<uint32_t, uint32_t>> edges;  // dependent, dependency
  std::string state_file;
  friend bool operator==(const ResourceGraph&, const ResourceGraph&) = default;
};

// Which resource a change starts at.
enum class RootPopularity : uint8_t { kUniform, kLeafBiased, kWeights };

// `count` workspaces alike, each with a state, a lock and `resources` resources of its own.
struct WorkspaceGroup {
  std::string name;
  uint32_t count = 1;
  uint32_t resources = 120;  // with a state file 0, until it is read: as many as that has
  ResourceGraph graph;
  RootPopularity popularity = RootPopularity::kUniform;
  std::vector<double> root_weights;  // one for each resource, where popularity says so
  int account = -1;  // index of the ProviderAccount that its resources are in; -1: none
  friend bool operator==(const WorkspaceGroup&, const WorkspaceGroup&) = default;
};

// ---- What is done --------------------------------------------------------------------------

enum class StepKind : uint8_t { kInit, kRefresh, kPlan, kApprove, kApply, kReview, kOther };

// Reading every resource of the state from the provider: n * calls * latency / parallelism, or what
// the provider's rate limit allows where that is slower (facts: simulation-model 1.4, R(n)).
struct RefreshWork {
  double calls_per_resource = 1;
  Distribution latency;       // of one call, seconds
  uint32_t parallelism = 10;  // terraform -parallelism
  double provider_rate = 0;   // calls per second that each such refresh may make; 0: not said
  int account = -1;  // index of a ProviderAccount; where neither is said, that of the workspace
  friend bool operator==(const RefreshWork&, const RefreshWork&) = default;
};

// Changing the touched resources: list scheduling of the touched sub-graph on `parallelism` slots
// (facts: simulation-model 1.4, A).
struct ApplyWork {
  uint32_t parallelism = 10;
  // The time of one resource, by type: the first pattern (engine/base/glob.h) that matches; for a
  // generated graph, which has no types, `otherwise` always.
  std::vector<std::pair<std::string, Distribution>> by_type;
  Distribution otherwise;
  bool destroys = false;  // dependents first
  friend bool operator==(const ApplyWork&, const ApplyWork&) = default;
};

struct Step {
  StepKind kind = StepKind::kOther;
  Distribution time;  // seconds, beside what refresh and apply add
  std::optional<RefreshWork> refresh;
  std::optional<ApplyWork> apply;
  LockMode lock = LockMode::kNone;
  bool new_hold = false;     // the lock is released before this step and asked for again
  bool runner = false;       // takes up a runner
  bool checks_plan = false;  // fails as stale where the state changed since the run's plan was made
  bool makes_plan = false;   // what a later checks_plan compares with
  bool commits = false;      // writes the state when it ends
  int workspace = -1;  // index of a WorkspaceGroup (its first workspace) instead of the run's own
  friend bool operator==(const Step&, const Step&) = default;
};

struct Operation {
  std::string name;
  std::vector<Step> steps;
  bool plans_only = false;    // changes nothing: what `lock.plans` of the discipline is about
  uint32_t lock_class = 0;    // priority at the lock: 0 before 1 before 2
  uint32_t runner_class = 0;  // priority at the runner pool
  // What it touches: drawn from the workspace's graph unless resources are named here.
  std::vector<uint32_t> writes;
  std::vector<uint32_t> reads;
  uint32_t uniform_writes = 0;  // that many distinct resources, uniformly; 0: not so
  friend bool operator==(const Operation&, const Operation&) = default;
};

// ---- Who does it, and when -----------------------------------------------------------------

struct PoissonArrivals {
  double rate = 0;  // per second
  friend bool operator==(const PoissonArrivals&, const PoissonArrivals&) = default;
};
// Rates per second for equal parts of a period (168 hours of a week, say), local time of the team.
struct CalendarArrivals {
  SimTime period = kWeek;
  std::vector<double> rates;
  friend bool operator==(const CalendarArrivals&, const CalendarArrivals&) = default;
};
struct MmppArrivals {  // Markov-modulated Poisson process of two phases
  double rates[2] = {0, 0};
  double leave[2] = {0, 0};  // rate of leaving phase 0, phase 1, per second
  friend bool operator==(const MmppArrivals&, const MmppArrivals&) = default;
};
struct HawkesArrivals {  // each arrival raises the rate by branching * decay, fading exponentially
  double base = 0;       // per second
  double branching = 0;  // children of an arrival, on average; below 1
  double decay = 1;      // per second
  friend bool operator==(const HawkesArrivals&, const HawkesArrivals&) = default;
};
struct ClosedArrivals {  // `actors` that each think, run, and think again
  uint32_t actors = 1;
  Distribution think;  // seconds
  friend bool operator==(const ClosedArrivals&, const ClosedArrivals&) = default;
};
struct TraceArrivals {
  std::string file;
  std::vector<SimTime> times;  // ascending
  friend bool operator==(const TraceArrivals&, const TraceArrivals&) = default;
};

struct Arrivals {
  enum class Kind : uint8_t { kPoisson, kCalendar, kMmpp, kHawkes, kClosed, kTrace };
  Kind kind = Kind::kPoisson;
  PoissonArrivals poisson;
  CalendarArrivals calendar;
  MmppArrivals mmpp;
  HawkesArrivals hawkes;
  ClosedArrivals closed;
  TraceArrivals trace;
  // Runs that start at once at each arrival; mean 1 and deterministic unless said.  Geometric where
  // `geometric_batch`.  Not for closed arrivals.
  double batch_mean = 1;
  bool geometric_batch = false;
  friend bool operator==(const Arrivals&, const Arrivals&) = default;
};

enum class OnFailure : uint8_t {
  kGiveUp,     // the change is dropped
  kRetry,      // the person comes back after `retry_after`
  kRetrigger,  // the pipeline is started anew after `retry_after`: what came before the lock is
               // paid again
};

struct Retry {
  OnFailure on_failure = OnFailure::kGiveUp;
  Distribution after;          // seconds
  uint32_t most = UINT32_MAX;  // tries again, at most
  bool redraw = false;         // the work is drawn anew; else a redo costs the same again
  friend bool operator==(const Retry&, const Retry&) = default;
};

struct Weighted {
  uint32_t index = 0;
  double weight = 1;
  friend bool operator==(const Weighted&, const Weighted&) = default;
};

// A team or a pipeline.
struct Source {
  std::string name;
  bool human = true;  // its waiting costs engineer time
  uint32_t engineers = 0;
  std::string time_zone = "UTC";
  int utc_offset_minutes = 0;
  Arrivals arrivals;
  std::vector<Weighted> operations;
  std::vector<Weighted> workspaces;  // groups; within one each workspace is equally likely
  double cross_state_share = 0;      // runs that need `cross_state_count` workspaces at once
  uint32_t cross_state_count = 2;
  std::optional<Distribution> lock_patience;    // -lock-timeout, seconds; none: for ever
  std::optional<Distribution> runner_patience;  // seconds; none: for ever
  Retry retry;
  friend bool operator==(const Source&, const Source&) = default;
};

// ---- With what, and what goes wrong --------------------------------------------------------

enum class RunnerOrder : uint8_t {
  kRunnerThenLock,  // plain CI: a run waiting for the lock takes up a runner
  kLockThenRunner,  // HCP Terraform: the workspace's turn comes first
};

struct Runners {
  uint32_t count = 0;  // 0: as many as wanted
  RunnerOrder order = RunnerOrder::kRunnerThenLock;
  bool priority = false;              // by Operation::runner_class; else in order of arrival
  uint32_t queue_limit = UINT32_MAX;  // a run that finds so many waiting is turned away
  friend bool operator==(const Runners&, const Runners&) = default;
};

enum class OutageEffect : uint8_t {
  kFail,   // locks cannot be taken, runs that end a step meanwhile fail
  kPause,  // everything that holds a lock stands still and goes on afterwards
};

struct Faults {
  double crash_per_run = 0;     // chance that a run dies, at a uniform instant of its hold
  double crash_per_minute = 0;  // hazard while it holds the lock
  bool crash_at_end = false;    // crashes happen when the work is done and not yet unlocked
  double leaves_lock = 1;       // chance that a crash leaves the lock behind
  std::optional<Distribution>
      unlock_delay;  // until somebody forces the lock; none: released at once
  // By night and at weekends nobody unlocks before `office_begin` of the next working day, where
  // office hours are given (hours of the day, of the team's clock).
  bool office_hours = false;
  double office_begin = 9;
  double office_end = 18;
  double wrong_unlock_per_hold = 0;   // chance that a live run's lock is forced by somebody
  double runner_loss_per_minute = 0;  // hazard of a runner under a run
  double outage_mean_up = 0;          // seconds between outages of the lock store; 0: none
  Distribution outage;                // seconds
  OutageEffect outage_effect = OutageEffect::kFail;
  friend bool operator==(const Faults&, const Faults&) = default;
};

// ---- What is asked -------------------------------------------------------------------------

enum class AnalysisKind : uint8_t {
  kTerminating,  // from an empty start to the horizon; a replication is one such period
  kSteady,       // in the long run: what comes before the warm-up does not count
};

// A quantity of known mean that estimates are corrected with (fifo_control.h).
enum class ControlVariate : uint8_t {
  kNone,
  kFifo,  // the wait of a queue in the order of asking, on the same work
};

inline constexpr uint32_t kReplicationLimit = 1'000'000;  // 400 bytes each

struct Analysis {
  AnalysisKind kind = AnalysisKind::kTerminating;
  SimTime start = 0;               // instant of the week (0: Monday 00:00 UTC)
  SimTime horizon = 4 * kWeek;     // counted from start
  std::optional<SimTime> warm_up;  // steady only; none: found with MSER-5
  uint32_t replications = 30;
  uint32_t most_replications = 10'000;
  double precision = 0;  // relative half-width wanted of every headline; 0: replications only
  double confidence = 0.95;
  double budget_seconds = 60;  // of real time, for precision; 0: none
  uint64_t seed = 1;
  ControlVariate control = ControlVariate::kNone;
  friend bool operator==(const Analysis&, const Analysis&) = default;
};

struct Costs {
  double engineer_per_hour = 0;  // currency units; 0: not counted
  double runner_per_minute = 0;
  double context_switch_minutes = 0;  // lost for each failure a person has to come back to
  friend bool operator==(const Costs&, const Costs&) = default;
};

// Full histograms of waiting are kept for these; everything has counts, sums and a coarse one.
struct MetricGroups {
  bool by_source = false;
  bool by_workspace = false;
  bool by_operation = false;
  bool by_hour = false;  // of the week, UTC
  friend bool operator==(const MetricGroups&, const MetricGroups&) = default;
};

// A number of the report and where it came from: measured, given, or our default with its source.
struct Assumption {
  std::string what;
  std::string value;
  std::string source;
  friend bool operator==(const Assumption&, const Assumption&) = default;
};

struct Scenario {
  std::string name;
  std::string description;
  std::vector<ProviderAccount> accounts;
  std::vector<WorkspaceGroup> workspaces;
  std::vector<Operation> operations;
  std::vector<Source> sources;
  LockDiscipline lock;
  Runners runners;
  Faults faults;
  Analysis analysis;
  Costs costs;
  MetricGroups metrics;
  std::vector<Assumption> assumptions;
  uint64_t shuffle_ties = 0;  // not 0: runs that tie are ordered at random, with this seed
  friend bool operator==(const Scenario&, const Scenario&) = default;
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_SCENARIO_H_
