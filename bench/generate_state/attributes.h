// Writes the attributes of one object of a resource type and remembers which are sensitive.
#ifndef TFSCK_BENCH_GENERATE_STATE_ATTRIBUTES_H_
#define TFSCK_BENCH_GENERATE_STATE_ATTRIBUTES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bench/generate_state/json_writer.h"
#include "bench/generate_state/random.h"
#include "bench/generate_state/resource_types.h"
#include "bench/generate_state/values.h"

namespace tfsck::bench {

// One step of a sensitive path: an attribute, or an element of a list where `name` is empty.
struct PathStep {
  std::string_view name;
  uint64_t index = 0;
};
using Path = std::vector<PathStep>;

class AttributeWriter {
 public:
  AttributeWriter(const Subject& subject, Random* random, JsonWriter* writer)
      : subject_(subject), random_(*random), writer_(*writer) {}

  void WriteObject(const std::vector<Attribute>& members);
  const std::vector<Path>& sensitive_paths() const { return sensitive_paths_; }

 private:
  bool ChooseAbsent(const Attribute& attribute);
  void WriteAbsent(const ValueType& type);
  void WriteValue(std::string_view name, const ValueType& type);
  void WriteSequence(std::string_view name, const ValueType& type);
  void WriteMap(std::string_view name, const ValueType& type);
  void WriteManifest();

  const Subject& subject_;
  Random& random_;
  JsonWriter& writer_;
  Path path_;
  uint32_t sets_ = 0;  // open ones: paths into sets are not written
  std::vector<Path> sensitive_paths_;
};

void WriteSensitivePaths(const std::vector<Path>& paths, JsonWriter* writer);

}  // namespace tfsck::bench

#endif  // TFSCK_BENCH_GENERATE_STATE_ATTRIBUTES_H_
