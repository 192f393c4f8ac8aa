// Histories and what was found in them, rendered.  Pure: data in, bytes out.
//
// Text from states, repositories and listings is hostile: every renderer escapes what is not
// visible as itself.  No value of any state is known here.
#ifndef TFSCK_REPORT_HISTORY_REPORT_H_
#define TFSCK_REPORT_HISTORY_REPORT_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "analyzers/history_rules.h"
#include "analyzers/history_verdict.h"
#include "engine/history.h"

namespace tfsck {

// A history, what the rules say of it, and the verdict.
struct JudgedHistory {
  const History* history = nullptr;  // not null; outlives this
  HistoryFindings found;
  HistoryVerdict verdict;
  // The command that writes the last good version into good.tfstate; "" where there is none.
  std::string copy_good;
};

struct HistoryReport {
  const HistorySet* set = nullptr;  // not null; outlives this
  std::vector<JudgedHistory> judged;

  std::array<uint64_t, 4> Findings() const;  // by Severity
};

struct HistoryTextOptions {
  bool all = false;  // every version and every finding; else a line per change
  bool color = false;
};

// A timeline, the findings and the verdict of each history.
std::string RenderHistoryText(const HistoryReport& report, const HistoryTextOptions& options);

// One JSON document: docs/formats/history.schema.json.
std::string RenderHistoryJson(const HistoryReport& report);

// One JSON object per line: the versions, changes and findings of each history, then its verdict.
// Each has the member `record`, which says what it is, and the fields it has in the document.
std::string RenderHistoryNdjson(const HistoryReport& report);

// One page that needs nothing else: no script, no font, no picture from elsewhere.
std::string RenderHistoryHtml(const HistoryReport& report);

}  // namespace tfsck

#endif  // TFSCK_REPORT_HISTORY_REPORT_H_
