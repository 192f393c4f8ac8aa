#include "engine/fact_log.h"

#include <algorithm>
#include <utility>

namespace tfsck {

namespace {

// Go's decoder refuses the document, whatever becomes of the field later.
bool IsDecodeError(const FormatFact& fact) {
  return fact.refused &&
         (fact.kind == FactKind::kContainerType || fact.kind == FactKind::kFieldType ||
          fact.kind == FactKind::kSchemaVersionType || fact.kind == FactKind::kPrivateBad);
}

bool SayTheSame(const FormatFact& a, const FormatFact& b) {
  return a.kind == b.kind && a.offset == b.offset && a.detail == b.detail;
}

}  // namespace

void FactLog::ForgetResources() {
  std::erase_if(facts_, [](const FormatFact& fact) {
    return fact.resource != kNoId && !IsDecodeError(fact);
  });
  for (FormatFact& fact : facts_) fact.resource = fact.instance = kNoId;
  forgot_ = true;
}

void FactLog::KeepOnlyText() {
  std::erase_if(facts_, [](const FormatFact& fact) {
    return fact.kind != FactKind::kIllFormedUtf8 && fact.kind != FactKind::kLoneSurrogate &&
           fact.kind != FactKind::kRepeatedValueKey;
  });
  for (FormatFact& fact : facts_) fact.resource = fact.instance = kNoId;
}

std::vector<FormatFact> FactLog::Take() {
  std::stable_sort(facts_.begin(), facts_.end(),
                   [](const FormatFact& a, const FormatFact& b) { return a.offset < b.offset; });
  if (forgot_) DropRepeats();
  return std::exchange(facts_, {});
}

// What was kept through ForgetResources and then seen again, now with its row.
void FactLog::DropRepeats() {
  size_t kept = 0;
  for (const FormatFact& fact : facts_) {
    if (kept > 0 && SayTheSame(facts_[kept - 1], fact)) --kept;
    facts_[kept++] = fact;
  }
  facts_.erase(facts_.begin() + static_cast<std::ptrdiff_t>(kept), facts_.end());
}

}  // namespace tfsck
