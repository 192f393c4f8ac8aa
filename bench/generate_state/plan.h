// StatePlan: which modules and resources a generated state has and who depends on whom, without
// their contents.  About 200 bytes a resource, so that a state of any size can be streamed.
#ifndef TFSCK_BENCH_GENERATE_STATE_PLAN_H_
#define TFSCK_BENCH_GENERATE_STATE_PLAN_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bench/generate_state/random.h"
#include "bench/generate_state/resource_types.h"

namespace tfsck::bench {

enum class Each : uint8_t { kSingle, kCount, kForEach };

inline constexpr size_t kLayers = 6;

// A module block of the configuration.
struct PlannedModule {
  std::string path;  // static: module.a.module.b
  uint32_t parent = 0;
  uint32_t depth = 0;
  std::string_view provider;                          // of most of its resources; empty: of any
  std::vector<std::string> instances;                 // addresses with keys; "" for the root
  std::array<std::vector<uint32_t>, kLayers> layers;  // its resources
};

// A resource block of the configuration.
struct PlannedResource {
  uint32_t module = 0;
  const ResourceType* type = nullptr;
  std::string name;
  std::string address;  // static, as dependencies name it
  Each each = Each::kSingle;
  uint32_t count = 1;  // instances within one module instance
  bool aliased_provider = false;
  bool create_before_destroy = false;
  std::vector<uint32_t> ancestors;  // transitive closure of its dependencies, ascending ids
};

class StatePlan {
 public:
  // `modules`: how many module blocks to make, 0 for one per two dozen resources.
  StatePlan(uint64_t seed, size_t modules);

  // Plans one more resource and gives its id; it depends on earlier ones only.
  uint32_t AddResource();
  // Chooses what is created before destroyed, with all that those depend on, as Terraform forces.
  void ForceCreateBeforeDestroy();

  const std::vector<PlannedResource>& resources() const { return resources_; }
  const std::vector<PlannedModule>& modules() const { return modules_; }

 private:
  void AddModule();
  uint32_t ChooseModule();
  const ResourceType& ChooseType(const PlannedModule& module);
  void ChooseInstances(PlannedResource* resource);
  void ChooseDependencies(PlannedResource* resource);
  void Depend(uint32_t on, std::vector<uint32_t>* ancestors) const;
  bool PickBelow(uint32_t module, size_t layer, uint32_t* found);

  Random random_;
  size_t wanted_modules_;
  size_t until_next_module_ = 0;
  std::vector<double> cumulative_weights_;
  std::vector<PlannedModule> modules_;
  std::vector<PlannedResource> resources_;
};

// The key of instance `i` of a for_each, as text; distinct for distinct i, not in order.
std::string ForEachKey(uint64_t seed, uint32_t i);

}  // namespace tfsck::bench

#endif  // TFSCK_BENCH_GENERATE_STATE_PLAN_H_
