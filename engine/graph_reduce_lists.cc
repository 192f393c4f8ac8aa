#include "engine/graph_ranks.h"

namespace tfsck {
namespace {

// Rows are taken in ascending rank, the targets of a row in descending rank.  So when a target is
// met that nothing before it reaches, nothing reaches it at all: its edge stays.
//
// A row is closed if it holds all that it reaches.  A closed target covers its list and no more
// need be looked at.  An open one is walked along edges already reduced, down to closed rows.
class ListReducer {
 public:
  ListReducer(const Csr& rows, uint64_t work_limit)
      : rows_(rows), work_left_(work_limit), mark_(rows.rows(), 0), closed_(rows.rows(), 0) {
    kept_.offsets.reserve(rows.offsets.size());
  }

  std::optional<Csr> Run() {
    for (uint32_t r = 0; r < rows_.rows(); ++r) {
      if (!ReduceRow(r)) return std::nullopt;
    }
    return std::move(kept_);
  }

 private:
  // False when the work limit is spent.
  bool ReduceRow(uint32_t r) {
    listed_ = 2 * r + 1;
    covered_ = listed_ + 1;
    contained_ = true;
    for (const uint32_t target : rows_[r]) mark_[target] = listed_;
    for (const uint32_t target : rows_[r]) {
      if (mark_[target] == covered_) continue;
      kept_.targets.push_back(target);
      if (!CoverReachOf(target, rows_[r].back())) return false;
    }
    kept_.EndRow();
    closed_[r] = contained_;
    return true;
  }

  // Marks what `target` reaches.  What lies below `lowest`, the last target of the row, decides no
  // edge of it, so it is not walked: it only shows that the row is open.
  bool CoverReachOf(uint32_t target, uint32_t lowest) {
    stack_.assign(1, target);
    while (!stack_.empty()) {
      const uint32_t r = stack_.back();
      stack_.pop_back();
      const auto row = closed_[r] ? rows_[r] : kept_[r];
      if (row.size() >= work_left_) return false;
      work_left_ -= row.size();
      if (closed_[r]) {
        CoverList(row);
      } else {
        CoverStep(row, lowest);
      }
    }
    return true;
  }

  void CoverList(std::span<const uint32_t> row) {
    for (const uint32_t reached : row) {
      contained_ &= mark_[reached] >= listed_;
      mark_[reached] = covered_;
    }
  }

  void CoverStep(std::span<const uint32_t> row, uint32_t lowest) {
    for (const uint32_t reached : row) {
      if (mark_[reached] == covered_) continue;
      contained_ &= mark_[reached] == listed_;
      if (reached < lowest) continue;
      mark_[reached] = covered_;
      stack_.push_back(reached);
    }
  }

  const Csr& rows_;
  Csr kept_;
  uint64_t work_left_;
  // Marks of older rows are smaller, so nothing is ever cleared.
  std::vector<uint32_t> mark_;
  uint32_t listed_ = 0;
  uint32_t covered_ = 0;
  bool contained_ = true;  // everything reached so far is in the row's list
  std::vector<uint8_t> closed_;
  std::vector<uint32_t> stack_;
};

}  // namespace

std::optional<Csr> ReduceByLists(const Csr& rows, uint64_t work_limit) {
  return ListReducer(rows, work_limit).Run();
}

}  // namespace tfsck
