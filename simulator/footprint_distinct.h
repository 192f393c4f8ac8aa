// DistinctSampler: j distinct numbers below n, each set equally likely, from j uniforms.
//
// Floyd's algorithm (Bentley and Floyd, CACM 30(9), 1987): one uniform for each number drawn,
// whatever comes out, so draws stay addressed by counter.  Owns 4 bytes per number of the largest
// range; no allocation after that is sized.  One sampler per thread.
#ifndef TFSCK_SIMULATOR_FOOTPRINT_DISTINCT_H_
#define TFSCK_SIMULATOR_FOOTPRINT_DISTINCT_H_

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace tfsck {

// The number below `range` that a uniform of [0, 1) stands for.  REQUIRES range >= 1.
inline uint32_t IndexFromUniform(double uniform, uint32_t range) {
  const auto index = static_cast<uint32_t>(uniform * static_cast<double>(range));
  return std::min(index, range - 1);  // the product may round up to `range`
}

class DistinctSampler {
 public:
  explicit DistinctSampler(uint32_t largest_range) : drawn_in_(largest_range, 0) {}

  // Fills `chosen`, ascending, with distinct numbers below `range`.  REQUIRES as many uniforms as
  // places, chosen.size() <= range <= the largest range.  O(j log j).
  void Draw(std::span<const double> uniforms, uint32_t range, std::span<uint32_t> chosen) {
    NextRound();
    const auto count = static_cast<uint32_t>(chosen.size());
    for (uint32_t i = 0; i < count; ++i) {
      const uint32_t last = range - count + i;
      const uint32_t candidate = IndexFromUniform(uniforms[i], last + 1);
      chosen[i] = drawn_in_[candidate] == round_ ? last : candidate;
      drawn_in_[chosen[i]] = round_;
    }
    std::sort(chosen.begin(), chosen.end());
  }

 private:
  void NextRound() {
    if (++round_ != 0) return;
    std::fill(drawn_in_.begin(), drawn_in_.end(), 0);  // the rounds have been counted through
    round_ = 1;
  }

  std::vector<uint32_t> drawn_in_;  // by number: the round that drew it last
  uint32_t round_ = 0;
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_FOOTPRINT_DISTINCT_H_
