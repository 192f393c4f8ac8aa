// Words about versions, changes and verdicts that the formats of a history share.  Pure.
#ifndef TFSCK_REPORT_HISTORY_WORDS_H_
#define TFSCK_REPORT_HISTORY_WORDS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/history_verdict.h"
#include "engine/history.h"
#include "report/history_report.h"

namespace tfsck {

// What the state is called: its key, else its lineage, else "the state".
std::string StateName(const History& history);

// "+3 ~1 -2", "no change", "" where nothing was compared.  Moved and replaced ones: ">1 ±2".
std::string DeltaText(const VersionDelta& delta);

// "7", "2-5"; "deleted", "encrypted", "not read" where there is no serial.
std::string SerialText(const History& history, const Change& change);
std::string SerialText(const HistoryVersion& version);

// What a change touched: "3 aws_instance, aws_vpc in module.net", in about `columns` columns.
std::string TouchedText(const VersionDelta& delta, size_t columns);

// The verdict, one paragraph of whole sentences.
std::string VerdictText(const JudgedHistory& judged);

// The commands that get back what was lost, in the order to type them; empty where nothing was.
// A line that begins with # is a remark.
std::vector<std::string> RecoveryCommands(const JudgedHistory& judged);

}  // namespace tfsck

#endif  // TFSCK_REPORT_HISTORY_WORDS_H_
