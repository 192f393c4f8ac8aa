// CheckLocks: evidence to judgements to findings.
#include <utility>

#include "analyzers/lock_rules.h"
#include "analyzers/rule_functions.h"

namespace tfsck {

uint64_t PlaceOfDigest(const LockEvidence& evidence, size_t row) {
  return evidence.records.size() + row;
}

uint64_t PlaceOfChunk(const LockEvidence& evidence, size_t row) {
  return evidence.records.size() + evidence.digests.size() + row;
}

uint64_t PlaceOfConfig(const LockEvidence& evidence, size_t row) {
  return PlaceOfChunk(evidence, evidence.chunks.size()) + row;
}

std::string SourceOfPlace(const LockEvidence& evidence, uint64_t place) {
  if (place < evidence.records.size()) return evidence.records[place].source;
  place -= evidence.records.size();
  if (place < evidence.digests.size()) return evidence.digests[place].source;
  place -= evidence.digests.size();
  if (place < evidence.chunks.size()) return evidence.chunks[place].source;
  place -= evidence.chunks.size();
  return place < evidence.configs.size() ? evidence.configs[place].source : std::string();
}

LockReport CheckLocks(LockEvidence evidence, const LockOptions& options,
                      const LockEvidence* again) {
  LockReport report;
  report.evidence = std::move(evidence);
  report.options = options;
  report.history = ReadLockHistory(report.evidence);
  report.judgements = JudgeLocks(report.evidence, report.history, again, options);
  report.digests = DiagnoseDigests(report.evidence, options);
  const LockInput input{report.evidence, report.history, options, report.judgements,
                        report.digests};
  Reporter reporter;
  for (const Rule& rule : AllRules()) {
    if (const auto* check = std::get_if<2>(&rule.check)) (*check)(input, reporter);
  }
  report.counts = reporter.counts();
  report.findings = reporter.Take();
  return report;
}

}  // namespace tfsck
