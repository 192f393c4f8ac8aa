// Model: a scenario made ready to run: flat tables, laws compiled to samplers, graphs to
// footprints.
//
// Immutable once compiled; any number of replications on any number of threads share one.
//
// The life of a run (replication.h moves it along these arrows):
//
//   arrival -> step --(needs a runner)--> waits for runner --+
//                |                                           |
//                +----(needs the lock)--> waits for lock ----+--> works --> next step ... --> done
//                                            |                      |
//                 timeout, refused, cancelled +--> failed <---------+ crashed, stale, conflict
//                                                    |
//                             dropped <--------------+--> away --(retry)--> step
#ifndef TFSCK_SIMULATOR_MODEL_H_
#define TFSCK_SIMULATOR_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/graph.h"
#include "simulator/apply_schedule.h"
#include "simulator/arrival_process.h"
#include "simulator/footprint.h"
#include "simulator/footprint_roots.h"
#include "simulator/lock_discipline.h"
#include "simulator/poll_schedule.h"
#include "simulator/resource_graph.h"
#include "simulator/sampler.h"
#include "simulator/scenario.h"
#include "simulator/sim_time.h"

namespace tfsck {

inline constexpr size_t kMaxSteps = 8;
inline constexpr uint32_t kNoState = UINT32_MAX;
inline constexpr uint32_t kNoAccount = UINT32_MAX;
inline constexpr uint64_t kMostItems = 50'000'000;  // 24 bytes each

// What the provider allows one step's refresh of a workspace of one group.
struct RefreshLimit {
  uint32_t account = kNoAccount;
  SimTime limited = 0;  // how long it takes at the whole rate; 0: there is no limit
};

struct ModelStep {
  StepKind kind = StepKind::kOther;
  LockMode lock = LockMode::kNone;  // after what the discipline says of plans and of validation
  bool new_hold = false;
  bool runner = false;
  bool checks_plan = false;
  bool makes_plan = false;
  bool commits = false;
  bool by_a_person = false;   // an approval or a review
  bool last = false;          // of its operation
  bool shares_rate = false;   // refreshes under an account, of some workspaces at least
  uint32_t state = kNoState;  // instead of the run's own
  Sampler time;
  std::optional<RefreshWork> refresh;
  Sampler latency;                   // of one call of the refresh
  std::vector<RefreshLimit> limits;  // of the refresh, by group
  bool apply = false;
  uint32_t apply_slots = 1;
  ApplyOrder apply_order = ApplyOrder::kCreate;
  std::vector<std::vector<Sampler>> apply_times;  // by group, by type of resource
};

struct ModelOperation {
  std::vector<ModelStep> steps;
  uint32_t lock_class = 0;
  uint32_t runner_class = 0;
  bool shares = false;  // takes the lock of a state in shared mode
  bool moves = false;   // some step uses another workspace's lock
  bool named = false;   // touches `writes` and `reads` instead of what the graph says
  std::vector<uint32_t> writes;
  std::vector<uint32_t> reads;
  uint32_t uniform_writes = 0;
};

// Workspaces alike.
struct ModelGroup {
  uint32_t first_state = 0;
  uint32_t count = 0;
  uint64_t resources = 0;                            // objects that a refresh reads
  uint32_t vertices = 0;                             // what can be locked one by one
  std::shared_ptr<const DependencyGraph> graph;      // where something asks for it
  std::shared_ptr<const FootprintTable> footprints;  // as above
  std::shared_ptr<const RootSampler> roots;          // as above
  std::vector<uint32_t> type_of;                     // of each resource; empty: all alike
};

struct ModelState {
  uint32_t group = 0;
  uint32_t first_item = 0;  // of its locks
};

// One choice among several by a uniform number.
struct Chooser {
  std::vector<double> upto;  // cumulative, the last is 1
  std::vector<uint32_t> index;

  bool single() const { return index.size() == 1; }
  // A place in `index`; `u` becomes what is left of it, uniform again.
  uint32_t Place(double& u) const;
  uint32_t Choose(double& u) const { return index[Place(u)]; }
};

// One of the operations of one source.
struct Assignment {
  uint32_t source = 0;
  uint32_t operation = 0;
};

struct ModelSource {
  bool closed = false;
  bool human = true;
  uint32_t first_actor = 0;
  uint32_t actors = 1;
  std::shared_ptr<const ArrivalProcess> arrivals;
  Sampler think;
  Chooser operations;
  uint32_t first_assignment = 0;  // of the first of its operations; the others follow
  Chooser groups;
  size_t most_steps = 0;
  std::vector<uint32_t> states;  // all it works on, ascending, where it crosses them
  double cross_state_share = 0;
  uint32_t cross_state_count = 0;
  bool patient = true;  // waits for the lock for ever
  Sampler lock_patience;
  bool runner_patient = true;
  Sampler runner_patience;
  Retry retry;
  Sampler retry_after;
  int utc_offset_minutes = 0;
};

struct Model {
  Scenario scenario;  // what it was compiled from
  std::vector<ModelGroup> groups;
  std::vector<ModelState> states;
  std::vector<ModelOperation> operations;
  std::vector<ModelSource> sources;
  std::vector<Assignment> assignments;
  std::vector<uint32_t> actor_source;  // source of each actor; an open source is one actor
  uint32_t items = 0;                  // things that can be locked
  uint32_t domains = 0;                // sets of items that no run reaches across
  uint32_t jobs_ahead = 1;             // runs drawn at a time, for each actor; even
  bool draws_roots = false;
  bool draws_crashes = false;
  bool looks_for_writes = false;   // somebody asks whether what he read was written meanwhile
  uint32_t most_to_draw_from = 0;  // how many there are to draw such a set from
  uint32_t most_drawn = 0;         // items of a set that is drawn and not looked up
  bool crosses = false;            // some run wants the locks of several states
  uint32_t most_vertices = 0;      // of a graph
  uint64_t most_edges = 0;
  PollTimes poll{PollSchedule{}};
  Sampler outage_up;
  Sampler crash_hazard;
  Sampler runner_hazard;
  Sampler unlock_delay;
  Sampler outage;

  const LockDiscipline& lock() const { return scenario.lock; }
  uint32_t DomainOf(uint32_t state) const { return crosses ? 0 : state; }
  uint32_t actors() const { return static_cast<uint32_t>(actor_source.size()); }
};

// Reads the graph of a state file; the simulator itself opens no files.
using GraphLoader = std::function<Result<StateGraph>(const std::string& state_file)>;

// REQUIRES a scenario that CheckScenario finds nothing wrong with.  Error (usage) where a graph
// cannot be had or is too large.
Result<Model> Compile(const Scenario& scenario, const GraphLoader& load_graph);

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_MODEL_H_
