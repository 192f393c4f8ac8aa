// ConflictGraph: which classes of runs exclude each other, as rows of bits.
//
// A class excludes itself.  Owns n^2 / 8 bytes.
#ifndef TFSCK_SIMULATOR_ANALYTIC_CONFLICT_GRAPH_H_
#define TFSCK_SIMULATOR_ANALYTIC_CONFLICT_GRAPH_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tfsck::analytic {

class ConflictGraph {
 public:
  explicit ConflictGraph(uint32_t classes)
      : classes_(classes), words_((classes + 63) / 64), bits_(size_t{classes} * words_, 0) {
    for (uint32_t i = 0; i < classes; ++i) Exclude(i, i);
  }

  // Of each other.
  void Exclude(uint32_t a, uint32_t b) {
    bits_[size_t{a} * words_ + b / 64] |= uint64_t{1} << b % 64;
    bits_[size_t{b} * words_ + a / 64] |= uint64_t{1} << a % 64;
  }
  bool Excludes(uint32_t a, uint32_t b) const {
    return (bits_[size_t{a} * words_ + b / 64] >> b % 64 & 1) != 0;
  }

  uint32_t classes() const { return classes_; }
  size_t words() const { return words_; }
  // Bit b is set where the two exclude each other.
  std::span<const uint64_t> row(uint32_t a) const {
    return {bits_.data() + size_t{a} * words_, words_};
  }

 private:
  uint32_t classes_;
  size_t words_;
  std::vector<uint64_t> bits_;
};

}  // namespace tfsck::analytic

#endif  // TFSCK_SIMULATOR_ANALYTIC_CONFLICT_GRAPH_H_
