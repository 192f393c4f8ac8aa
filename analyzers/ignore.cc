#include "analyzers/ignore.h"

#include <utility>

namespace tfsck {
namespace {

void Apply(const IgnoreEntry& entry, DocumentReport* report) {
  uint64_t count = 0;
  for (LocatedFinding& located : report->findings) {
    const Finding& finding = located.finding;
    if (finding.rule != entry.rule || located.ignored_by != nullptr) continue;
    const bool at_address =
        !finding.address.empty() && entry.address && entry.address->Matches(finding.address);
    if (entry.address && !at_address) continue;
    located.ignored_by = &entry;
    ++count;
  }
  if (!entry.address) count = report->counts[entry.rule];
  report->counts[entry.rule] -= count;
  if (count != 0) report->ignored[&entry] += count;
}

}  // namespace

bool PathMatches(const IgnoreEntry& entry, std::string_view path) {
  if (!entry.path) return true;
  while (path.starts_with("./")) path.remove_prefix(2);
  if (entry.path_is_name) path.remove_prefix(path.rfind('/') + 1);
  return entry.path->Matches(path);
}

DocumentReport IgnoreFindings(DocumentReport report, const IgnoreList& list) {
  for (const IgnoreEntry& entry : list) {
    if (AllRules()[entry.rule].severity == Severity::kFatal) continue;
    if (report.counts[entry.rule] == 0 || !PathMatches(entry, report.path)) continue;
    Apply(entry, &report);
  }
  return report;
}

}  // namespace tfsck
