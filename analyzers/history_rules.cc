#include "analyzers/history_rules.h"

#include <variant>

namespace tfsck {

HistoryFindings CheckHistory(const HistoryInput& input) {
  Reporter reporter;
  for (const Rule& rule : AllRules()) {
    if (const auto* check = std::get_if<1>(&rule.check)) (*check)(input, reporter);
  }
  HistoryFindings result;
  result.counts = reporter.counts();
  result.findings = reporter.Take();
  return result;
}

}  // namespace tfsck
