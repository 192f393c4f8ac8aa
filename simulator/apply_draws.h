// ApplyDraws: how long the apply of a step takes where its change begins at a given resource.
//
// The time of each resource that the change writes is drawn by its type, and the schedule of
// apply_schedule.h puts them together.  Owns scratch memory, 50 bytes per resource of the largest
// graph; allocates nothing after that.  One for each thread; the model must outlive it.
#ifndef TFSCK_SIMULATOR_APPLY_DRAWS_H_
#define TFSCK_SIMULATOR_APPLY_DRAWS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "simulator/apply_schedule.h"
#include "simulator/model.h"
#include "simulator/sim_time.h"
#include "simulator/stream.h"

namespace tfsck {

// Where the random numbers of an apply stand (stream.h).
struct ApplyAddress {
  StreamKey key;
  uint32_t actor = 0;
  uint8_t purpose = 0;
  uint64_t run = 0;
};

class ApplyDraws {
 public:
  explicit ApplyDraws(const Model& model);

  // REQUIRES a step that applies, a group that has footprints and one of its roots.  As
  // ApplySchedule::Makespan, and a number for each resource written.
  SimTime Draw(const ModelStep& step, uint32_t group, uint32_t root, const ApplyAddress& at);

 private:
  const Model& model_;
  ApplySchedule schedule_;
  std::vector<double> numbers_;
  std::vector<SimTime> times_;
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_APPLY_DRAWS_H_
