#include "tests/support/panics.h"

namespace tfsck::testing {

bool Panics(const FormatFact& fact) {
  switch (fact.kind) {
    case FactKind::kOutputTupleShort:
    case FactKind::kCheckPanics:
      return true;
    case FactKind::kProviderUnparsable:  // the others are dropped silently
      return fact.refused;
    case FactKind::kUpgradeRefused:
      return fact.detail.starts_with("runtime error");
    case FactKind::kOutputType:
      return fact.detail.find("panic: ") != fact.detail.npos;
    default:
      return false;
  }
}

}  // namespace tfsck::testing
