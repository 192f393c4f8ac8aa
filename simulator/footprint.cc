#include "simulator/footprint.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "simulator/footprint_reach.h"

namespace tfsck {
namespace {

// From this ratio of lengths on, looking up beats walking along.
constexpr size_t kLookUpRatio = 16;

bool IntersectsByLookUp(std::span<const uint32_t> shorter, std::span<const uint32_t> longer) {
  auto from = longer.begin();
  for (const uint32_t id : shorter) {
    from = std::lower_bound(from, longer.end(), id);
    if (from == longer.end()) return false;
    if (*from == id) return true;
  }
  return false;
}

bool IntersectsByMerge(std::span<const uint32_t> a, std::span<const uint32_t> b) {
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (a[i] == b[j]) return true;
    if (a[i] < b[j]) {
      ++i;
    } else {
      ++j;
    }
  }
  return false;
}

// Row v: v alone.
Csr Selves(uint32_t count) {
  Csr rows;
  rows.offsets.resize(size_t{count} + 1);
  std::iota(rows.offsets.begin(), rows.offsets.end(), 0u);
  rows.targets.assign(rows.offsets.begin(), rows.offsets.end() - 1);
  return rows;
}

Csr EmptyRows(uint32_t count) {
  Csr rows;
  rows.offsets.assign(size_t{count} + 1, 0);
  return rows;
}

tl::unexpected<Error> TooManyEntries(uint64_t most) {
  return MakeError(
      ErrorKind::kUsage,
      fmt::format("footprints: more than {} resources touched, over all roots: fewer resources, a "
                  "flatter graph, or a rule that touches less (direct reads, the root alone)",
                  most));
}

// Row v: all that has a way to v in `direction`, v itself where `with_self`.  Walking the other way
// and turning the table gives ascending rows without a sort.
Result<Csr> ReachingRows(const DependencyGraph& graph, Direction direction, bool with_self,
                         uint64_t most_entries) {
  ReachWalker walker(graph, direction);
  Csr walked;
  for (uint32_t v = 0; v < graph.vertex_count(); ++v) {
    const uint64_t room = most_entries - walked.targets.size();
    const uint32_t left_out = with_self ? 0 : 1;
    const auto reached = walker.From(v, room + left_out).subspan(left_out);
    if (reached.size() > room) return TooManyEntries(most_entries);
    walked.targets.insert(walked.targets.end(), reached.begin(), reached.end());
    walked.EndRow();
  }
  return Transposed(walked, graph.vertex_count());
}

// Ascending, each id once, without those of `except` (ascending).
void AppendSet(std::span<const uint32_t> ids, std::span<const uint32_t> except, Csr* rows) {
  std::vector<uint32_t> set(ids.begin(), ids.end());
  std::sort(set.begin(), set.end());
  set.erase(std::unique(set.begin(), set.end()), set.end());
  std::set_difference(set.begin(), set.end(), except.begin(), except.end(),
                      std::back_inserter(rows->targets));
  rows->EndRow();
}

Result<void> CheckIds(uint32_t resources, const Csr& sets) {
  for (uint32_t row = 0; row < sets.rows(); ++row) {
    for (const uint32_t id : sets[row]) {
      if (id < resources) continue;
      return MakeError(
          ErrorKind::kUsage,
          fmt::format("footprints: change {} names resource {}; there are {}", row, id, resources));
    }
  }
  return {};
}

Result<void> CheckSets(uint32_t resources, const Csr& writes, const Csr& reads) {
  if (writes.rows() != reads.rows()) {
    return MakeError(ErrorKind::kUsage, fmt::format("footprints: {} changes write, {} read",
                                                    writes.rows(), reads.rows()));
  }
  if (writes.rows() == 0) return MakeError(ErrorKind::kUsage, "footprints: there is no change");
  for (uint32_t row = 0; row < writes.rows(); ++row) {
    if (!writes[row].empty()) continue;
    return MakeError(ErrorKind::kUsage, fmt::format("footprints: change {} writes nothing", row));
  }
  const auto checked = CheckIds(resources, writes);
  return checked ? CheckIds(resources, reads) : checked;
}

}  // namespace

bool Intersects(std::span<const uint32_t> a, std::span<const uint32_t> b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (a.empty() || a.back() < b.front() || b.back() < a.front()) return false;
  return b.size() / a.size() >= kLookUpRatio ? IntersectsByLookUp(a, b) : IntersectsByMerge(a, b);
}

bool Conflicts(const Footprint& a, const Footprint& b) {
  return Intersects(a.writes, b.writes) || Intersects(a.writes, b.reads) ||
         Intersects(a.reads, b.writes);
}

FootprintTable::FootprintTable(uint32_t resources, Csr writes, Csr reads)
    : resources_(resources), writes_(std::move(writes)), reads_(std::move(reads)) {}

Result<FootprintTable> FootprintTable::Build(const DependencyGraph& graph, FootprintRule rule,
                                             uint64_t most_entries) {
  const uint32_t count = graph.vertex_count();
  if (rule == FootprintRule::kCone) {
    // Whoever is reached by walking dependencies has the start in its cone.
    auto cones = ReachingRows(graph, Direction::kDependencies, true, most_entries);
    if (!cones) return tl::unexpected(cones.error());
    return FootprintTable(count, *std::move(cones), EmptyRows(count));
  }
  Result<Csr> reads = EmptyRows(count);
  if (rule == FootprintRule::kReadDirect) reads = graph.rows(Direction::kDependencies);
  if (rule == FootprintRule::kReadAncestors) {
    reads = ReachingRows(graph, Direction::kDependents, false, most_entries);
    if (!reads) return tl::unexpected(reads.error());
  }
  if (count + reads->targets.size() > most_entries) return TooManyEntries(most_entries);
  return FootprintTable(count, Selves(count), *std::move(reads));
}

Result<FootprintTable> FootprintTable::FromSets(uint32_t resources, const Csr& writes,
                                                const Csr& reads) {
  const auto checked = CheckSets(resources, writes, reads);
  if (!checked) return tl::unexpected(checked.error());
  Csr write_sets;
  Csr read_sets;
  for (uint32_t row = 0; row < writes.rows(); ++row) {
    AppendSet(writes[row], {}, &write_sets);
    AppendSet(reads[row], write_sets[row], &read_sets);
  }
  return FootprintTable(resources, std::move(write_sets), std::move(read_sets));
}

}  // namespace tfsck
