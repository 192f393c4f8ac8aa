// Footprint: which resources a run writes and reads, and FootprintTable: those of every run that a
// workspace can see.
//
// A change starts at a root v.  cone(v) is v and all that depends on it, directly or not.  What is
// locked (or compared at commit) is a matter of rule (facts: simulation-model 2):
//   kCone           F1  writes cone(v)
//   kReadAncestors  F2  writes v, reads all that v depends on
//   kReadDirect     F3  writes v, reads what v depends on directly
//   kSelf           F4  writes v
// F1 is said to read the ancestors of v too.  They are not listed, for they change nothing: whoever
// writes an ancestor of v under F1 writes v as well.  F5, what changes really wrote, is given set
// by set from a history (FromSets).
//
// A table owns its sets (CSR, 32-bit ids), is computed once for each distinct graph, and may be
// read by any number of threads: workspaces of one group share one.  Memory: 4 bytes per entry, up
// to three times that while it is built.  Cost: O(entries + edges followed for them).
#ifndef TFSCK_SIMULATOR_FOOTPRINT_H_
#define TFSCK_SIMULATOR_FOOTPRINT_H_

#include <cstdint>
#include <span>

#include "engine/base/result.h"
#include "engine/csr.h"
#include "engine/graph.h"
#include "simulator/lock_discipline.h"

namespace tfsck {

// Resource ids, ascending, none in both.
struct Footprint {
  std::span<const uint32_t> writes;
  std::span<const uint32_t> reads;
};

// Whether two ascending lists share an id.  Ends at the first one found; a short list is looked up
// in a long one.
bool Intersects(std::span<const uint32_t> a, std::span<const uint32_t> b);

// Whether one writes what the other writes or reads.
bool Conflicts(const Footprint& a, const Footprint& b);

inline constexpr uint64_t kMostFootprintEntries = 64'000'000;

class FootprintTable {
 public:
  // The footprint of every vertex as a root.  Fails (kUsage) where the sets have more than
  // `most_entries` ids altogether.
  static Result<FootprintTable> Build(const DependencyGraph& graph, FootprintRule rule,
                                      uint64_t most_entries = kMostFootprintEntries);

  // F5: row i is what change i wrote and read; in any order, ids may repeat, and what is written
  // need not be among what is read.  Fails (kUsage) where there is no row, the numbers of
  // rows differ, an id is not below `resources` or a change writes nothing.
  static Result<FootprintTable> FromSets(uint32_t resources, const Csr& writes, const Csr& reads);

  uint32_t roots() const { return writes_.rows(); }
  uint32_t resources() const { return resources_; }

  std::span<const uint32_t> writes(uint32_t root) const { return writes_[root]; }
  std::span<const uint32_t> reads(uint32_t root) const { return reads_[root]; }
  Footprint operator[](uint32_t root) const { return {writes(root), reads(root)}; }

  // By root.
  const Csr& all_writes() const { return writes_; }
  const Csr& all_reads() const { return reads_; }

 private:
  FootprintTable(uint32_t resources, Csr writes, Csr reads);

  uint32_t resources_ = 0;
  Csr writes_;
  Csr reads_;
};

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_FOOTPRINT_H_
