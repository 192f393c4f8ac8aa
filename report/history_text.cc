// The timeline a person reads, then the findings, then the verdict.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/base/printable.h"
#include "engine/base/time_text.h"
#include "report/fit_text.h"
#include "report/history_report.h"
#include "report/history_words.h"
#include "report/style.h"

namespace tfsck {
namespace {

constexpr uint64_t kShownPerRule = 5;
// Changes shown of a long history: its beginning, its end, and all that stand out.
constexpr size_t kShownFirst = 3;
constexpr size_t kShownLast = 30;

using RulesByRow = std::map<uint32_t, std::vector<uint16_t>>;

// One line of the timeline.
struct Line {
  uint32_t first = 0;  // rows of versions
  uint32_t last = 0;
  bool stands_out = false;
  std::string time;
  std::string serial;
  std::string delta;
  std::string instances;
  std::string words;
  Severity worst = Severity::kInfo;
};

class HistoryText {
 public:
  HistoryText(const JudgedHistory& judged, const HistoryReport& report,
              const HistoryTextOptions& options)
      : judged_(judged),
        history_(*judged.history),
        report_(report),
        options_(options),
        style_(options.color) {
    for (const Finding& finding : judged.found.findings) {
      rules_[static_cast<uint32_t>(finding.offset)].push_back(finding.rule);
    }
  }

  std::string Render() {
    std::string out = Heading();
    AppendTimeline(&out);
    AppendFindings(&out);
    AppendVerdict(&out);
    return out;
  }

 private:
  std::string Heading() const {
    std::string out = fmt::format("{}\n", style_.Strong(StateName(history_)));
    std::string facts = Counted(history_.versions.size(), "version");
    if (history_.changes.size() != history_.versions.size()) {
      facts += fmt::format(" in {}", Counted(history_.changes.size(), "change"));
    }
    facts += fmt::format(", ordered by {}", OrderName(history_.order));
    if (history_.order == HistoryOrder::kTime && history_.versions.size() > 1) {
      facts += fmt::format("; versions within {} are one change{}", SpanText(history_.burst_gap_us),
                           history_.burst_gap_estimated ? " (estimated from the gaps)" : "");
    }
    out += WrapText("  ", facts, style_);
    const bool any = std::ranges::any_of(
        history_.changes, [](const Change& change) { return !DeltaText(change.net).empty(); });
    if (any) {
      out +=
          style_.Dim("  + added  ~ changed  ! replaced  > moved  - removed (managed instances)\n");
    }
    return out + "\n";
  }

  void AppendTimeline(std::string* out) const {
    const std::vector<Line> lines = Lines();
    size_t widths[4] = {};
    for (const Line& line : lines) {
      widths[0] = std::max(widths[0], line.time.size());
      widths[1] = std::max(widths[1], line.serial.size());
      widths[2] = std::max(widths[2], line.delta.size());
      widths[3] = std::max(widths[3], line.instances.size());
    }
    size_t left_out = 0;
    for (size_t i = 0; i < lines.size(); ++i) {
      if (!options_.all && !lines[i].stands_out && i >= kShownFirst &&
          i + kShownLast < lines.size()) {
        ++left_out;
        continue;
      }
      AppendLeftOut(&left_out, out);
      AppendLine(lines[i], widths, out);
    }
    *out += '\n';
  }

  void AppendLeftOut(size_t* left_out, std::string* out) const {
    if (*left_out == 0) return;
    *out += style_.Dim(
        fmt::format("  ... {} (--all shows them)\n", Counted(*left_out, "quiet change")));
    *left_out = 0;
  }

  void AppendLine(const Line& line, const size_t (&widths)[4], std::string* out) const {
    std::string text = line.stands_out ? "! " : "  ";
    if (widths[0] != 0) text += fmt::format("{:<{}}  ", line.time, widths[0]);
    text += fmt::format("{:>{}}  {:<{}}  {:>{}}", line.serial, widths[1], line.delta, widths[2],
                        line.instances, widths[3]);
    const std::string head = line.stands_out ? style_.Colored(line.worst, text) : std::string(text);
    *out += line.words.empty() ? head : fmt::format("{}  {}", head, line.words);
    *out += '\n';
  }

  std::vector<Line> Lines() const {
    std::vector<Line> lines;
    for (const Change& change : history_.changes) {
      if (!options_.all) {
        lines.push_back(LineOf(change.first, change.last, change.net, change.compared_with));
        continue;
      }
      for (uint32_t row = change.first; row <= change.last; ++row) {
        const HistoryVersion& version = history_.versions[row];
        lines.push_back(LineOf(row, row, version.delta, version.compared_with));
      }
    }
    return lines;
  }

  Line LineOf(uint32_t first, uint32_t last, const VersionDelta& delta, uint32_t with) const {
    const HistoryVersion& version = history_.versions[last];
    Line line;
    line.first = first;
    line.last = last;
    if (version.HasTime()) line.time = UtcText(version.stored.time_us);
    line.serial = SerialText(history_, {first, last, with, {}});
    line.delta = DeltaText(delta);
    if (version.readable) line.instances = Counted(version.managed, "instance");
    std::vector<std::string> words = RulesOf(first, last, &line);
    if (first != last) {
      words.push_back(
          fmt::format("{} in {}", Counted(last - first + 1, "version"),
                      SpanText(version.stored.time_us - history_.versions[first].stored.time_us)));
    }
    if (const std::string touched = TouchedText(delta, 44); !touched.empty()) {
      words.push_back(touched);
    }
    if (NewWriter(last)) words.push_back(Printable("by " + version.tool_version));
    if (!version.stored.author.empty()) words.push_back(Clip(Printable(version.stored.author), 30));
    for (const std::string& word : words) {
      line.words += fmt::format("{}{}", line.words.empty() ? "" : ", ", word);
    }
    return line;
  }

  // Whether the version was written by another tool than the one before it.
  bool NewWriter(uint32_t row) const {
    const HistoryVersion& version = history_.versions[row];
    if (version.tool_version.empty()) return false;
    while (row > 0) {
      const HistoryVersion& former = history_.versions[--row];
      if (!former.tool_version.empty()) return former.tool_version != version.tool_version;
    }
    return true;
  }

  // The rules that speak of these versions, but for mere information.
  std::vector<std::string> RulesOf(uint32_t first, uint32_t last, Line* line) const {
    std::set<uint16_t> found;
    for (auto row = rules_.lower_bound(first); row != rules_.end() && row->first <= last; ++row) {
      found.insert(row->second.begin(), row->second.end());
    }
    std::vector<std::string> words;
    for (const uint16_t index : found) {
      const Rule& rule = AllRules()[index];
      if (rule.severity == Severity::kInfo && !options_.all) continue;
      words.push_back(style_.Colored(rule.severity, fmt::format("{} {}", rule.id, rule.name)));
      line->worst = std::max(line->worst, rule.severity);
      line->stands_out = line->stands_out || rule.severity > Severity::kInfo;
    }
    return words;
  }

  void AppendFindings(std::string* out) {
    RuleCounts shown{};
    std::vector<Finding> worst_first = judged_.found.findings;
    std::ranges::stable_sort(worst_first, [](const Finding& a, const Finding& b) {
      return AllRules()[a.rule].severity > AllRules()[b.rule].severity;
    });
    for (const Finding& finding : worst_first) {
      const Rule& rule = AllRules()[finding.rule];
      if (!options_.all &&
          (rule.severity == Severity::kInfo || shown[finding.rule] >= kShownPerRule)) {
        continue;
      }
      AppendFinding(finding, shown[finding.rule]++ == 0, out);
    }
    AppendNotShown(shown, out);
  }

  void AppendFinding(const Finding& finding, bool first, std::string* out) const {
    const Rule& rule = AllRules()[finding.rule];
    const HistoryVersion& version = history_.versions[finding.offset];
    *out += fmt::format("{}: {} {} {}\n", style_.Strong(Printable(version.stored.name)),
                        style_.Severe(rule.severity), rule.id, rule.name);
    if (!finding.address.empty()) {
      *out += fmt::format("  {}\n", style_.Strong(Printable(finding.address)));
    }
    *out += WrapText("  ", Printable(finding.message), style_);
    if (first && rule.severity > Severity::kInfo) {
      *out += WrapText("  why: ", rule.why, style_);
      *out += WrapText(
          "  fix: ",
          Printable(RemedyText(rule, finding.address, report_.set->source, version.family)),
          style_);
    }
    *out += '\n';
  }

  void AppendNotShown(const RuleCounts& shown, std::string* out) const {
    std::vector<std::string> items;
    for (size_t i = 0; i < shown.size(); ++i) {
      const uint64_t left = judged_.found.counts[i] - shown[i];
      if (left == 0) continue;
      const Rule& rule = AllRules()[i];
      items.push_back(fmt::format("{} {} {}", left, rule.id, rule.name));
    }
    if (items.empty()) return;
    std::string list;
    for (const std::string& item : items) {
      list += fmt::format("{}{}", list.empty() ? "" : ", ", item);
    }
    *out += WrapText("  ", fmt::format("not shown: {}; `--all` shows every finding", list), style_);
    *out += '\n';
  }

  void AppendVerdict(std::string* out) const {
    *out += WrapText("verdict: ", VerdictText(judged_), style_);
    for (const std::string& command : RecoveryCommands(judged_)) {
      *out += fmt::format("    {}\n", command.starts_with('#') ? style_.Dim(command) : command);
    }
    *out += '\n';
  }

  const JudgedHistory& judged_;
  const History& history_;
  const HistoryReport& report_;
  const HistoryTextOptions& options_;
  const Style style_;
  RulesByRow rules_;
};

std::string SummaryLine(const HistoryReport& report, const Style& style) {
  uint64_t versions = 0;
  for (const JudgedHistory& judged : report.judged) versions += judged.history->versions.size();
  const std::array<uint64_t, 4> findings = report.Findings();
  std::string counts;
  for (size_t i = findings.size(); i-- > 0;) {
    if (findings[i] == 0) continue;
    const auto severity = static_cast<Severity>(i);
    const std::string word =
        severity == Severity::kInfo    ? fmt::format("{} for your information", findings[i])
        : severity == Severity::kFatal ? fmt::format("{} fatal", findings[i])
                                       : Counted(findings[i], SeverityName(severity));
    counts += fmt::format("{}{}", counts.empty() ? "" : ", ", word);
  }
  return fmt::format("{} of {} read: {}.\n", Counted(versions, "version"),
                     Counted(report.judged.size(), "state"),
                     counts.empty() ? style.Good("nothing to report") : counts);
}

}  // namespace

std::array<uint64_t, 4> HistoryReport::Findings() const {
  std::array<uint64_t, 4> findings{};
  for (const JudgedHistory& one : judged) {
    for (size_t i = 0; i < one.found.counts.size(); ++i) {
      findings[static_cast<size_t>(AllRules()[i].severity)] += one.found.counts[i];
    }
  }
  return findings;
}

std::string RenderHistoryText(const HistoryReport& report, const HistoryTextOptions& options) {
  const Style style(options.color);
  std::string out;
  for (const std::string& remark : report.set->remarks) {
    out += WrapText("note: ", Printable(remark), style);
  }
  if (report.set->grouped_by_lineage && report.set->histories.size() > 1) {
    out += WrapText("note: ",
                    fmt::format("{} lineages lie in this folder and are read as as many states; "
                                "with --one-state they are one whose lineage changes",
                                report.set->histories.size()),
                    style);
  }
  if (!report.set->unlisted.empty()) {
    std::vector<std::string> names;
    for (const std::string& name : report.set->unlisted) names.push_back(Printable(name));
    out += WrapText("note: ",
                    fmt::format("the listing does not name {}: {}", Counted(names.size(), "file"),
                                FitList(names, 70)),
                    style);
  }
  if (!out.empty()) out += '\n';
  for (const JudgedHistory& judged : report.judged) {
    out += HistoryText(judged, report, options).Render();
  }
  return out + SummaryLine(report, style);
}

}  // namespace tfsck
