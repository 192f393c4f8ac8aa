// FactLog: where the reader writes what it sees.  Owns nothing; texts go to the snapshot's arena.
#ifndef TFSCK_ENGINE_FACT_LOG_H_
#define TFSCK_ENGINE_FACT_LOG_H_

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/format_fact.h"

namespace tfsck {

class FactLog {
 public:
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

  // Forgets what was said of resources and their instances.
  void ForgetResources();
  // Forgets all but what was said of the text itself: encodings and repeated keys.
  void KeepOnlyText();
  // All facts by offset, leaving the log empty.
  std::vector<FormatFact> Take();

 private:
  void Add(FactKind kind, uint64_t offset, std::string_view detail, bool refused) {
    const std::string_view kept = detail.empty() ? detail : arena_->Copy(detail);
    facts_.push_back({kind, refused, offset, resource_, instance_, kept});
  }

  Arena* arena_;
  uint32_t resource_ = kNoId;
  uint32_t instance_ = kNoId;
  std::vector<FormatFact> facts_;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_FACT_LOG_H_
