// The text of `tfsck lock`: each lock with its verdict and why, the digests, the history, findings.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "engine/base/printable.h"
#include "report/fit_text.h"
#include "report/lock_parts.h"

namespace tfsck {
namespace {

constexpr uint64_t kShownPerRule = 10;

std::string FindingText(const LockReport& report, const Finding& finding, bool first,
                        const Style& style) {
  const Rule& rule = AllRules()[finding.rule];
  const std::string source = SourceOfPlace(report.evidence, finding.offset);
  std::string out = fmt::format("{} {} {}\n", style.Severe(rule.severity), rule.id, rule.name);
  if (!finding.address.empty()) {
    out += fmt::format("  {}\n", style.Strong(Printable(finding.address)));
  }
  out += WrapText("  ", Printable(finding.message), style);
  if (!source.empty()) out += WrapText("  in: ", Printable(source), style);
  if (first && rule.severity > Severity::kInfo) {
    out += WrapText("  why: ", rule.why, style);
    out += WrapText(
        "  fix: ", Printable(RemedyText(rule, finding.address, source, ToolFamily::kTerraform)),
        style);
  }
  return out + "\n";
}

std::string FindingsText(const LockReport& report, const LockTextOptions& options,
                         const Style& style) {
  std::vector<const Finding*> order;
  for (const Finding& finding : report.findings) order.push_back(&finding);
  std::ranges::stable_sort(order, [](const Finding* a, const Finding* b) {
    return AllRules()[a->rule].severity > AllRules()[b->rule].severity;
  });
  std::map<uint16_t, uint64_t> shown;
  std::string out;
  for (const Finding* finding : order) {
    const uint64_t number = ++shown[finding->rule];
    if (!options.all && number > kShownPerRule) continue;
    out += FindingText(report, *finding, number == 1, style);
  }
  for (const auto& [rule, count] : shown) {
    if (options.all || count <= kShownPerRule) continue;
    out += fmt::format("{}: {} more; `--all` shows them.\n\n", AllRules()[rule].id,
                       count - kShownPerRule);
  }
  return out;
}

std::string LockCounts(const LockReport& report) {
  std::array<uint64_t, 3> counts{};
  for (const LockJudgement& judgement : report.judgements) {
    ++counts[static_cast<size_t>(judgement.state)];
  }
  std::string list;
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    list += fmt::format("{}{} {}", list.empty() ? "" : ", ", counts[i],
                        LockStateName(static_cast<LockState>(i)));
  }
  return list.empty() ? "no lock is held" : Counted(report.judgements.size(), "lock") + ": " + list;
}

std::string FindingCounts(const LockReport& report, const Style& style) {
  std::array<uint64_t, 4> counts{};
  for (const Finding& finding : report.findings) {
    ++counts[static_cast<size_t>(AllRules()[finding.rule].severity)];
  }
  std::string list;
  for (size_t i = counts.size(); i-- > 0;) {
    if (counts[i] == 0) continue;
    const auto severity = static_cast<Severity>(i);
    const std::string words = severity == Severity::kInfo ? fmt::format("{} info", counts[i])
                              : severity == Severity::kFatal
                                  ? fmt::format("{} fatal", counts[i])
                                  : Counted(counts[i], SeverityName(severity));
    list += (list.empty() ? "" : ", ") + style.Colored(severity, words);
  }
  return list.empty() ? style.Good("nothing to report") : list;
}

std::string SourceNotes(const LockReport& report, const Style& style) {
  std::string out;
  for (const LockSource& source : report.evidence.sources) {
    if (source.bad_lines == 0) continue;
    out += WrapText("note: ",
                    fmt::format("{}: {} could not be read", Printable(source.path),
                                Counted(source.bad_lines, "line")),
                    style);
  }
  for (const StateEvidence& state : report.evidence.states) {
    if (!state.state.key.empty() || state.kind == DocumentKind::kEmpty) continue;
    out += WrapText("note: ",
                    fmt::format("{}: which state this is, is not known: --object KEY says it",
                                Printable(state.source)),
                    style);
  }
  return out;
}

}  // namespace

std::string LockHeading(std::string_view word, const std::string& state, const Style& style) {
  const std::string name = state.empty() ? "(a state that the record does not name)" : state;
  return fmt::format("{}  {}\n", word, style.Strong(Printable(name)));
}

std::string LockRow(std::string_view label, std::string_view text, const Style& style) {
  return WrapText(fmt::format("  {:<9} ", label), text, style);
}

std::string CommandLines(const std::vector<std::string>& commands) {
  std::string out;
  for (const std::string& command : commands) out += fmt::format("    {}\n", Printable(command));
  return out;
}

std::string RenderLockText(const LockReport& report, const LockTextOptions& options) {
  const Style style(options.color);
  std::string out = LocksText(report, options, style) + DigestsText(report, options, style) +
                    HoldsText(report, options, style) + FindingsText(report, options, style) +
                    SourceNotes(report, style);
  return out + fmt::format("{}; {}.\n", LockCounts(report), FindingCounts(report, style));
}

}  // namespace tfsck
