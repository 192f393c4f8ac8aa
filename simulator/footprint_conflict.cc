#include "simulator/footprint_conflict.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

namespace tfsck {
namespace {

// One of the two ways to learn how much a root shares with others.  X(v, w) = X(w, v), so those
// before it are left out.
class OverlapCounter {
 public:
  virtual ~OverlapCounter() = default;
  // Overlapping() and Overlap() speak of this root afterwards.
  virtual void Count(uint32_t root) = 0;

  // Roots with an overlap, each once, none smaller than the one counted.
  const std::vector<uint32_t>& Overlapping() const { return overlapping_; }
  uint32_t Overlap(uint32_t other) const { return overlap_[other]; }

 protected:
  explicit OverlapCounter(uint32_t roots) : overlap_(roots, 0) {}

  std::vector<uint32_t> overlapping_;
  std::vector<uint32_t> overlap_;
};

// Goes through who else touches each resource: good for small overlaps.
class ListCounter : public OverlapCounter {
 public:
  explicit ListCounter(const FootprintTable& table)
      : OverlapCounter(table.roots()),
        table_(table),
        writers_(Transposed(table.all_writes(), table.resources())),
        readers_(Transposed(table.all_reads(), table.resources())) {}

  void Count(uint32_t root) override {
    for (const uint32_t other : overlapping_) overlap_[other] = 0;
    overlapping_.clear();
    for (const uint32_t resource : table_.writes(root)) {
      AddOne(root, writers_[resource]);
      AddOne(root, readers_[resource]);
    }
    for (const uint32_t resource : table_.reads(root)) AddOne(root, writers_[resource]);
  }

 private:
  void AddOne(uint32_t root, std::span<const uint32_t> ascending) {
    for (auto other = ascending.rbegin(); other != ascending.rend() && *other >= root; ++other) {
      if (overlap_[*other]++ == 0) overlapping_.push_back(*other);
    }
  }

  const FootprintTable& table_;
  Csr writers_;  // by resource
  Csr readers_;
};

// Compares sets of bits: good for large overlaps of few resources.
class BitCounter : public OverlapCounter {
 public:
  explicit BitCounter(const FootprintTable& table)
      : OverlapCounter(table.roots()),
        words_((table.resources() + 63) / 64),
        writes_(Bits(table.all_writes())),
        reads_(Bits(table.all_reads())),
        has_reads_(!table.all_reads().targets.empty()) {}

  void Count(uint32_t root) override {
    overlapping_.clear();
    for (uint32_t other = root; other < overlap_.size(); ++other) {
      uint32_t shared = Shared(writes_, root, writes_, other);
      if (has_reads_) {
        shared += Shared(writes_, root, reads_, other) + Shared(reads_, root, writes_, other);
      }
      overlap_[other] = shared;
      if (shared > 0) overlapping_.push_back(other);
    }
  }

 private:
  std::vector<uint64_t> Bits(const Csr& sets) const {
    std::vector<uint64_t> bits(words_ * sets.rows(), 0);
    for (uint32_t row = 0; row < sets.rows(); ++row) {
      for (const uint32_t id : sets[row]) bits[words_ * row + id / 64] |= uint64_t{1} << id % 64;
    }
    return bits;
  }
  uint32_t Shared(const std::vector<uint64_t>& a, uint32_t row_a, const std::vector<uint64_t>& b,
                  uint32_t row_b) const {
    int count = 0;
    for (size_t word = 0; word < words_; ++word) {
      count += std::popcount(a[words_ * row_a + word] & b[words_ * row_b + word]);
    }
    return static_cast<uint32_t>(count);
  }

  size_t words_;
  std::vector<uint64_t> writes_;  // a row of words for each root
  std::vector<uint64_t> reads_;
  bool has_reads_;
};

std::vector<uint64_t> CountByResource(const FootprintTable& table, const Csr& sets) {
  std::vector<uint64_t> counts(table.resources(), 0);
  for (const uint32_t id : sets.targets) ++counts[id];
  return counts;
}

// The sum of all overlaps, which is what counting them one by one takes.
uint64_t ListSteps(const FootprintTable& table) {
  const std::vector<uint64_t> writers = CountByResource(table, table.all_writes());
  const std::vector<uint64_t> readers = CountByResource(table, table.all_reads());
  uint64_t steps = 0;
  for (size_t r = 0; r < writers.size(); ++r) steps += writers[r] * (writers[r] + 2 * readers[r]);
  return steps;
}

// nullptr where there are too many roots for either way.
std::unique_ptr<OverlapCounter> BestCounter(const FootprintTable& table, uint64_t most_steps) {
  const uint64_t pairs = uint64_t{table.roots()} * table.roots();
  const uint64_t words = uint64_t{table.resources()} / 64 + 1;
  const uint64_t bit_steps = words > most_steps / pairs ? UINT64_MAX : words * pairs;
  const uint64_t list_steps = ListSteps(table);
  if (std::min(bit_steps, list_steps) > most_steps) return nullptr;
  if (bit_steps < list_steps) return std::make_unique<BitCounter>(table);
  return std::make_unique<ListCounter>(table);
}

// Sums over the pairs of `root`, the last counted, with itself and those behind it.
void AddRow(const OverlapCounter& counter, uint32_t root, std::span<const double> probabilities,
            ConflictFigures* figures) {
  double conflict = 0;
  double overlap = 0;
  double square = 0;
  for (const uint32_t other : counter.Overlapping()) {
    const double p = other == root ? probabilities[root] : 2 * probabilities[other];
    const auto shared = static_cast<double>(counter.Overlap(other));
    conflict += p;
    overlap += p * shared;
    square += p * shared * shared;
  }
  figures->conflict += probabilities[root] * conflict;
  figures->overlap += probabilities[root] * overlap;
  figures->overlap_square += probabilities[root] * square;
}

ConflictFigures SumOverPairs(const FootprintTable& table, std::span<const double> probabilities,
                             OverlapCounter* counter) {
  ConflictFigures figures;
  for (uint32_t root = 0; root < table.roots(); ++root) {
    const double p = probabilities[root];
    if (p == 0) continue;
    figures.mean_writes += p * static_cast<double>(table.writes(root).size());
    figures.mean_reads += p * static_cast<double>(table.reads(root).size());
    counter->Count(root);
    AddRow(*counter, root, probabilities, &figures);
  }
  figures.lower_bound = figures.overlap * figures.overlap / figures.overlap_square;
  return figures;
}

}  // namespace

Result<ConflictFigures> PairConflict(const FootprintTable& table,
                                     std::span<const double> probabilities, uint64_t most_steps) {
  assert(table.roots() > 0);
  assert(probabilities.empty() || probabilities.size() == table.roots());
  const auto counter = BestCounter(table, most_steps);
  if (counter == nullptr) {
    return MakeError(ErrorKind::kUsage,
                     fmt::format("conflict of {} roots over {} resources: too many pairs to "
                                 "enumerate; fewer resources or a flatter graph",
                                 table.roots(), table.resources()));
  }
  const std::vector<double> uniform(probabilities.empty() ? table.roots() : 0, 1.0 / table.roots());
  return SumOverPairs(table, probabilities.empty() ? uniform : probabilities, counter.get());
}

double UniformSetConflict(uint32_t n, uint32_t a, uint32_t b) {
  double apart = 1;  // the chance that the first i of b are not among the a
  for (uint32_t i = 0; i < b && apart > 0; ++i) {
    apart *= i + a >= n ? 0 : static_cast<double>(n - a - i) / (n - i);
  }
  return 1 - apart;
}

}  // namespace tfsck
