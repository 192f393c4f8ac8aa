#include "engine/csr.h"

#include <numeric>

namespace tfsck {
namespace {

// Turns counts kept at [row + 1] into the offsets of the rows.
void CountsToOffsets(std::vector<uint32_t>* counts) {
  std::partial_sum(counts->begin(), counts->end(), counts->begin());
}

}  // namespace

Csr CsrFromEdges(uint32_t rows, std::span<const std::pair<uint32_t, uint32_t>> edges) {
  Csr table;
  table.offsets.assign(size_t{rows} + 1, 0);
  for (const auto& [row, target] : edges) ++table.offsets[size_t{row} + 1];
  CountsToOffsets(&table.offsets);
  table.targets.resize(edges.size());
  std::vector<uint32_t> next(table.offsets.begin(), table.offsets.end() - 1);
  for (const auto& [row, target] : edges) table.targets[next[row]++] = target;
  return table;
}

Csr Transposed(const Csr& table, uint32_t columns) {
  Csr turned;
  turned.offsets.assign(size_t{columns} + 1, 0);
  for (const uint32_t target : table.targets) ++turned.offsets[size_t{target} + 1];
  CountsToOffsets(&turned.offsets);
  turned.targets.resize(table.targets.size());
  std::vector<uint32_t> next(turned.offsets.begin(), turned.offsets.end() - 1);
  for (uint32_t row = 0; row < table.rows(); ++row) {
    for (const uint32_t target : table[row]) turned.targets[next[target]++] = row;
  }
  return turned;
}

}  // namespace tfsck
