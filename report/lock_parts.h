// The parts of the text of `tfsck lock`, one .cc for each.  Internal to report/lock_*.cc.
#ifndef TFSCK_REPORT_LOCK_PARTS_H_
#define TFSCK_REPORT_LOCK_PARTS_H_

#include <string>
#include <string_view>

#include "report/lock_report.h"
#include "report/style.h"

namespace tfsck {

// Locks, holds and findings that are shown of each kind without --all.
inline constexpr size_t kShownLocks = 20;
inline constexpr size_t kShownHolds = 10;

std::string LocksText(const LockReport& report, const LockTextOptions& options, const Style& style);
std::string DigestsText(const LockReport& report, const LockTextOptions& options,
                        const Style& style);
std::string HoldsText(const LockReport& report, const LockTextOptions& options, const Style& style);

// A heading for one state: "LOCK  bucket/key".
std::string LockHeading(std::string_view word, const std::string& state, const Style& style);
// "  label     text", wrapped.
std::string LockRow(std::string_view label, std::string_view text, const Style& style);
// Commands to type, each on its line; they are not wrapped, so that they can be copied.
std::string CommandLines(const std::vector<std::string>& commands);

}  // namespace tfsck

#endif  // TFSCK_REPORT_LOCK_PARTS_H_
