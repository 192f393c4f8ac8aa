// Writes resource blocks: one block for one resource in one module instance.
#ifndef TFSCK_BENCH_GENERATE_STATE_INSTANCES_H_
#define TFSCK_BENCH_GENERATE_STATE_INSTANCES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/generate_state/json_writer.h"
#include "bench/generate_state/plan.h"

namespace tfsck::bench {

class ResourceBlockWriter {
 public:
  ResourceBlockWriter(const StatePlan& plan, uint64_t seed, bool tofu)
      : plan_(plan), seed_(seed), tofu_(tofu) {}

  void Write(uint32_t resource, uint32_t module_instance, JsonWriter* writer);

 private:
  using Key = std::pair<std::string, uint32_t>;  // for_each text, ordinal

  std::vector<Key> SortedKeys(uint32_t id) const;
  void WriteInstance(uint32_t id, uint32_t module_instance, const Key& key, JsonWriter* writer);
  void WriteDependencies(const PlannedResource& resource, JsonWriter* writer) const;

  const StatePlan& plan_;
  uint64_t seed_;
  bool tofu_;
};

}  // namespace tfsck::bench

#endif  // TFSCK_BENCH_GENERATE_STATE_INSTANCES_H_
