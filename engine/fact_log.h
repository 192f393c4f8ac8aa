// FactLog: where the reader writes what it sees.  Owns nothing; texts go to the snapshot's arena.
// Of each kind the first kMaxOfKind facts are kept: a hostile document could ask for billions.
#ifndef TFSCK_ENGINE_FACT_LOG_H_
#define TFSCK_ENGINE_FACT_LOG_H_

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/format_fact.h"

namespace tfsck {

class FactLog {
 public:
  static constexpr uint32_t kMaxOfKind = 1'000'000;

  explicit FactLog(Arena* arena) : arena_(arena) {}

  // The row that the facts from now on belong to.
  void SetResource(uint32_t resource) {
    resource_ = resource;
    instance_ = kNoId;
  }
  void SetInstance(uint32_t instance) { instance_ = instance; }

  // Terraform reads on.
  void Note(FactKind kind, uint64_t offset, std::string_view detail = {}) {
    Add(kind, offset, detail, false);
  }
  // Terraform refuses the whole file.
  void Refuse(FactKind kind, uint64_t offset, std::string_view detail = {}) {
    Add(kind, offset, detail, true);
  }

  // Forgets what was said of resources and their instances, but not what Go's decoder refused: that
  // stays an error even where the element is overwritten later.
  void ForgetResources();
  // Forgets all but what was said of the text itself: encodings and repeated keys.
  void KeepOnlyText();
  // Calls change(FormatFact&) for each.
  template <typename Change>
  void ForEach(Change&& change) {
    for (FormatFact& fact : facts_) change(fact);
  }
  // All facts by offset, leaving the log empty.
  std::vector<FormatFact> Take();

 private:
  void DropRepeats();
  void Add(FactKind kind, uint64_t offset, std::string_view detail, bool refused) {
    if (++of_kind_[static_cast<size_t>(kind)] > kMaxOfKind) return;
    const std::string_view kept = detail.empty() ? detail : arena_->Copy(detail);
    facts_.push_back({kind, refused, offset, resource_, instance_, kept});
  }

  Arena* arena_;
  uint32_t resource_ = kNoId;
  uint32_t instance_ = kNoId;
  std::array<uint32_t, 256> of_kind_{};
  std::vector<FormatFact> facts_;
  bool forgot_ = false;  // ForgetResources kept some
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_FACT_LOG_H_
