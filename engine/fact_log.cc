#include "engine/fact_log.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace tfsck {
namespace {

// Said while Go's structs are filled, before anything is interpreted.
bool IsOfDecoding(const FormatFact& fact) {
  switch (fact.kind) {
    case FactKind::kFieldType:
    case FactKind::kContainerType:
    case FactKind::kSchemaVersionType:
    case FactKind::kPrivateBad:
      return true;
    case FactKind::kDependencyBad:
      return fact.detail.starts_with("resources.instances.dependencies: ");
    default:
      return false;
  }
}

}  // namespace

void FactLog::ForgetResources() {
  std::erase_if(
      facts_, [](const FormatFact& fact) { return fact.resource != kNoId && !IsOfDecoding(fact); });
  for (FormatFact& fact : facts_) fact.resource = fact.instance = kNoId;
}

void FactLog::KeepOnlyText() {
  std::erase_if(facts_, [](const FormatFact& fact) {
    return fact.kind != FactKind::kIllFormedUtf8 && fact.kind != FactKind::kLoneSurrogate &&
           fact.kind != FactKind::kRepeatedValueKey;
  });
  for (FormatFact& fact : facts_) fact.resource = fact.instance = kNoId;
}

std::vector<FormatFact> FactLog::Take() {
  // Of two that say the same the one with a row comes first, and stays.
  std::stable_sort(facts_.begin(), facts_.end(), [](const FormatFact& a, const FormatFact& b) {
    return std::tie(a.offset, a.kind, a.resource, a.instance) <
           std::tie(b.offset, b.kind, b.resource, b.instance);
  });
  const auto repeats = [](const FormatFact& a, const FormatFact& b) {
    return a.offset == b.offset && a.kind == b.kind && a.detail == b.detail && b.resource == kNoId;
  };
  facts_.erase(std::unique(facts_.begin(), facts_.end(), repeats), facts_.end());
  return std::exchange(facts_, {});
}

}  // namespace tfsck
