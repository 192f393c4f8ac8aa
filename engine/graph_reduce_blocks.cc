#include <algorithm>
#include <array>

#include "engine/graph_ranks.h"

namespace tfsck {
namespace {

constexpr uint32_t kBlock = 512;  // one cache line of bits

struct alignas(64) BlockBits {
  std::array<uint64_t, kBlock / 64> words{};

  void operator|=(const BlockBits& other) {
    for (size_t i = 0; i < words.size(); ++i) words[i] |= other.words[i];
  }
  void Set(uint32_t bit) { words[bit / 64] |= uint64_t{1} << (bit % 64); }
  bool Has(uint32_t bit) const { return (words[bit / 64] >> (bit % 64)) & 1; }
};

class BlockReducer {
 public:
  explicit BlockReducer(const Csr& rows)
      : rows_(rows), reach_(rows.rows()), redundant_(rows.targets.size(), 0) {}

  Csr Run() {
    const std::vector<uint32_t> last = LastRowInto();
    for (uint32_t block = 0; block < last.size(); ++block) {
      const uint32_t begin = block * kBlock;
      for (uint32_t r = begin; r < rows_.rows() && r <= last[block]; ++r) Judge(r, begin);
    }
    return Kept();
  }

 private:
  // For every block the last row with an edge into it (0 where there is none).
  std::vector<uint32_t> LastRowInto() const {
    std::vector<uint32_t> last((uint64_t{rows_.rows()} + kBlock - 1) / kBlock, 0);
    for (uint32_t r = 0; r < rows_.rows(); ++r) {
      for (const uint32_t target : rows_[r]) last[target / kBlock] = r;
    }
    return last;
  }

  // An edge into the block is redundant if another target of the row reaches its end.
  void Judge(uint32_t r, uint32_t begin) {
    BlockBits through;
    BlockBits direct;
    const auto row = rows_[r];
    size_t end = 0;
    for (; end < row.size() && row[end] >= begin; ++end) {
      through |= reach_[row[end]];
      if (row[end] - begin < kBlock) direct.Set(row[end] - begin);
    }
    for (size_t i = end; i-- > 0 && row[i] - begin < kBlock;) {
      if (through.Has(row[i] - begin)) redundant_[rows_.offsets[r] + i] = 1;
    }
    through |= direct;
    reach_[r] = through;
  }

  Csr Kept() const {
    Csr kept;
    kept.offsets.reserve(rows_.offsets.size());
    for (uint32_t r = 0; r < rows_.rows(); ++r) {
      for (uint32_t i = rows_.offsets[r]; i < rows_.offsets[r + 1]; ++i) {
        if (!redundant_[i]) kept.targets.push_back(rows_.targets[i]);
      }
      kept.EndRow();
    }
    return kept;
  }

  const Csr& rows_;
  std::vector<BlockBits> reach_;  // ranks of the present block that each row reaches
  std::vector<uint8_t> redundant_;
};

}  // namespace

Csr ReduceByBlocks(const Csr& rows) { return BlockReducer(rows).Run(); }

}  // namespace tfsck
