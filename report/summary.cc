#include "report/report.h"

namespace tfsck {

void CheckSummary::Add(const DocumentReport& report) {
  ++checked;
  not_checked += IsEncryptedAtRest(report.kind) ? 1 : 0;
  for (size_t i = 0; i < report.counts.size(); ++i) {
    findings[static_cast<size_t>(AllRules()[i].severity)] += report.counts[i];
  }
  for (const auto& [entry, count] : report.ignored) ignored[entry] += count;
}

std::optional<Severity> CheckSummary::Worst() const {
  for (size_t i = findings.size(); i-- > 0;) {
    if (findings[i] != 0) return static_cast<Severity>(i);
  }
  return std::nullopt;
}

}  // namespace tfsck
