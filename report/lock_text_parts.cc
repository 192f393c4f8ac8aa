// Digests and the history of locks for a person.
#include <fmt/format.h>

#include <algorithm>

#include "analyzers/lock_holder.h"
#include "engine/base/printable.h"
#include "engine/base/time_text.h"
#include "report/fit_text.h"
#include "report/lock_parts.h"

namespace tfsck {
namespace {

constexpr size_t kShownVersions = 10;

// ---- digests ----

std::string VersionText(const ObjectVersion& version, const Style& style) {
  const std::string time = version.time_us ? UtcText(*version.time_us) + " UTC  " : "";
  std::string text = Printable(version.name);
  if (version.bytes_given) {
    text += version.whole ? fmt::format(", whole, serial {}", version.serial) : ", damaged";
  }
  if (version.current) text += ", what readers get";
  if (version.has_digest) text += ", has the stored digest";
  return LockRow("version", time + (version.md5.empty() ? "(MD5 not known)" : version.md5), style) +
         LockRow("", text, style);
}

// The versions that matter: the current one, those with the digest, and the newest others.
std::string VersionsText(const DigestDiagnosis& diagnosis, bool all, const Style& style) {
  std::string out;
  uint64_t left_out = diagnosis.versions_left_out;
  const size_t count = diagnosis.versions.size();
  for (size_t i = 0; i < count; ++i) {
    const ObjectVersion& version = diagnosis.versions[i];
    if (!all && !version.current && !version.has_digest && i + kShownVersions < count) {
      ++left_out;
      continue;
    }
    out += VersionText(version, style);
  }
  if (left_out != 0) out += LockRow("", Counted(left_out, "older version") + " not shown", style);
  return out;
}

std::string DigestText(const DigestRecord& digest, const DigestDiagnosis& diagnosis, bool all,
                       const Style& style) {
  std::string out = LockHeading("DIGEST", digest.state.Text(), style);
  out += LockRow("item", Printable(digest.lock_id) + ", in " + Printable(digest.source), style);
  out += LockRow("stored", digest.digest.empty() ? "nothing" : Printable(digest.digest), style);
  out += LockRow("verdict", std::string(DigestStateName(diagnosis.state)), style);
  out += VersionsText(diagnosis, all, style);
  if (!diagnosis.advice.empty()) out += WrapText("  ", Printable(diagnosis.advice), style);
  return out + CommandLines(diagnosis.commands) + "\n";
}

// ---- the history of locks ----

std::string HoldEndText(const LockHold& hold) {
  if (hold.end == HoldEnd::kOpen) return "open";
  return fmt::format("{:<9} {}", SpanText(std::max<int64_t>(0, *hold.end_us - hold.start_us)),
                     HoldEndName(hold.end));
}

std::string HoldText(const LockHold& hold, const Style& style) {
  std::string text = HoldEndText(hold);
  if (hold.has_info) {
    text += fmt::format(", {} by {}", Printable(OperationWords(hold.info.operation)),
                        Printable(hold.info.who));
  }
  if (hold.writes != 0) text += ", " + Counted(hold.writes, "write");
  return WrapText(fmt::format("    {} UTC  ", UtcText(hold.start_us)), text, style);
}

struct Ended {
  std::vector<int64_t> lengths;
  uint64_t overwritten = 0;
};

std::string SummaryOf(std::span<const LockHold> holds) {
  Ended ended;
  for (const LockHold& hold : holds) {
    if (hold.end == HoldEnd::kReleased) ended.lengths.push_back(*hold.end_us - hold.start_us);
    if (hold.end == HoldEnd::kOverwritten) ++ended.overwritten;
  }
  std::string text = Counted(holds.size(), "hold");
  if (!ended.lengths.empty()) {
    std::ranges::sort(ended.lengths);
    text += fmt::format(", {} released: median {}, longest {}", ended.lengths.size(),
                        SpanText(ended.lengths[(ended.lengths.size() - 1) / 2]),
                        SpanText(ended.lengths.back()));
  }
  if (ended.overwritten != 0) {
    text +=
        fmt::format("; {} overwritten while held, so the storage lets two take the lock at once",
                    ended.overwritten);
  }
  return text;
}

std::string StateHoldsText(std::span<const LockHold> holds, bool all, const Style& style) {
  std::string out = LockHeading("HISTORY", holds.front().state, style);
  out += WrapText("  ", SummaryOf(holds), style);
  const size_t left_out = all || holds.size() <= kShownHolds ? 0 : holds.size() - kShownHolds;
  if (left_out != 0) {
    out += fmt::format("    {}; `--all` shows them\n", Counted(left_out, "earlier hold"));
  }
  for (const LockHold& hold : holds.subspan(left_out)) out += HoldText(hold, style);
  return out + "\n";
}

}  // namespace

std::string DigestsText(const LockReport& report, const LockTextOptions& options,
                        const Style& style) {
  std::string out;
  uint64_t matching = 0;
  uint64_t unknown = 0;
  for (size_t i = 0; i < report.digests.size(); ++i) {
    const DigestDiagnosis& diagnosis = report.digests[i];
    const bool quiet = diagnosis.state == DigestState::kMatches ||
                       (diagnosis.state == DigestState::kUnknown && diagnosis.versions.empty());
    if (quiet && !options.all) {
      ++(diagnosis.state == DigestState::kMatches ? matching : unknown);
      continue;
    }
    out += DigestText(report.evidence.digests[i], diagnosis, options.all, style);
  }
  if (matching != 0) {
    out += fmt::format("{} {} to the object in the bucket.\n", Counted(matching, "digest"),
                       matching == 1 ? "belongs" : "belong");
  }
  if (unknown != 0) {
    out += fmt::format("{} not compared: the object was not given.\n", Counted(unknown, "digest"));
  }
  return matching + unknown == 0 ? out : out + "\n";
}

std::string HoldsText(const LockReport& report, const LockTextOptions& options,
                      const Style& style) {
  const std::span<const LockHold> holds = report.history.holds;
  std::string out;
  for (size_t begin = 0; begin < holds.size();) {
    size_t end = begin;
    while (end < holds.size() && holds[end].state == holds[begin].state) ++end;
    out += StateHoldsText(holds.subspan(begin, end - begin), options.all, style);
    begin = end;
  }
  return out;
}

}  // namespace tfsck
