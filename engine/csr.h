// Csr: a ragged table of 32-bit ids in two flat arrays (compressed sparse rows), and the counting
// sorts that build and turn it.
//
// Owns its memory: 4 bytes per row and 4 per entry.  Any number of threads may read one.
// Limits: fewer than 2^31 rows and fewer than 2^32 entries.  Nothing here sorts by comparison.
#ifndef TFSCK_ENGINE_CSR_H_
#define TFSCK_ENGINE_CSR_H_

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace tfsck {

// Targets of row v are targets[offsets[v] .. offsets[v + 1]).
struct Csr {
  std::vector<uint32_t> offsets{0};
  std::vector<uint32_t> targets;

  uint32_t rows() const { return static_cast<uint32_t>(offsets.size() - 1); }
  std::span<const uint32_t> operator[](uint32_t row) const {
    return std::span(targets).subspan(offsets[row], offsets[row + 1] - offsets[row]);
  }
  // Closes the row whose targets were pushed since the last call (or the beginning).
  void EndRow() { offsets.push_back(static_cast<uint32_t>(targets.size())); }

  friend bool operator==(const Csr&, const Csr&) = default;
};

// Groups `edges` (row, target) by row, keeping their order within a row.  REQUIRES rows of the
// edges < `rows`.  O(rows + edges).
Csr CsrFromEdges(uint32_t rows, std::span<const std::pair<uint32_t, uint32_t>> edges);

// Exchanges rows and columns; every row of the result ascends, repeated entries side by side.
// REQUIRES targets < `columns`.  O(rows + columns + entries).
Csr Transposed(const Csr& table, uint32_t columns);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_CSR_H_
