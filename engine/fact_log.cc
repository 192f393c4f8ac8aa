#include "engine/fact_log.h"

#include <algorithm>
#include <utility>

namespace tfsck {

void FactLog::ForgetResources() {
  std::erase_if(facts_, [](const FormatFact& fact) { return fact.resource != kNoId; });
}

void FactLog::KeepOnlyText() {
  std::erase_if(facts_, [](const FormatFact& fact) {
    return fact.kind != FactKind::kIllFormedUtf8 && fact.kind != FactKind::kLoneSurrogate &&
           fact.kind != FactKind::kRepeatedValueKey;
  });
  for (FormatFact& fact : facts_) fact.resource = fact.instance = kNoId;
}

std::vector<FormatFact> FactLog::Take() {
  std::stable_sort(facts_.begin(), facts_.end(), [](const FormatFact& a, const FormatFact& b) {
    return a.offset < b.offset;
  });
  return std::exchange(facts_, {});
}

}  // namespace tfsck
