// The text a person reads: like a good compiler's, one finding after the other.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <vector>

#include "engine/base/printable.h"
#include "report/report.h"
#include "report/style.h"

namespace tfsck {
namespace {

constexpr uint64_t kShownPerRule = 10;

std::string Plural(uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

class TextRenderer : public CheckRenderer {
 public:
  explicit TextRenderer(const TextOptions& options) : options_(options), style_(options.color) {}

  std::string Begin() override { return {}; }

  std::string File(const DocumentReport& report) override {
    std::string out;
    for (const LocatedFinding& located : WorstFirst(report)) {
      const uint16_t rule = located.finding.rule;
      if (!options_.all && shown_[rule] >= kShownPerRule) continue;
      ++shown_[rule];
      AppendFinding(report, located, &out);
    }
    for (size_t i = 0; i < report.counts.size(); ++i) found_[i] += report.counts[i];
    return out;
  }

  std::string Failure(const std::string&, const Error& error) override {
    return fmt::format("{}: {}\n\n", style_.Bad("not read"), Printable(error.message));
  }

  std::string End(const CheckSummary& summary) override {
    std::string out;
    for (size_t i = 0; i < found_.size(); ++i) {
      if (found_[i] <= shown_[i]) continue;
      const Rule& rule = AllRules()[i];
      out += fmt::format("{} {}: {} more ({} in all)\n", rule.id, rule.name, found_[i] - shown_[i],
                         found_[i]);
    }
    if (!out.empty()) out += "`--all` shows every finding.\n\n";
    return out + SummaryLines(summary);
  }

 private:
  static std::vector<LocatedFinding> WorstFirst(const DocumentReport& report) {
    std::vector<LocatedFinding> order;
    std::copy_if(report.findings.begin(), report.findings.end(), std::back_inserter(order),
                 [](const auto& located) { return located.ignored_by == nullptr; });
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
      return AllRules()[a.finding.rule].severity > AllRules()[b.finding.rule].severity;
    });
    return order;
  }

  void AppendFinding(const DocumentReport& report, const LocatedFinding& located,
                     std::string* out) {
    const Finding& finding = located.finding;
    const Rule& rule = AllRules()[finding.rule];
    *out += fmt::format("{}:{}:{}: {} {} {}\n", style_.Strong(Printable(report.path)), located.line,
                        located.column, style_.Severe(rule.severity), rule.id, rule.name);
    if (!finding.address.empty()) {
      *out += fmt::format("  {}\n", style_.Strong(Printable(finding.address)));
    }
    *out += WrapText("  ", Printable(finding.message), style_);
    if (rule.severity > Severity::kInfo) AppendAdvice(report, finding, rule, out);
    *out += '\n';
  }

  // Why and what to do: once per rule; again only where the words would differ.
  void AppendAdvice(const DocumentReport& report, const Finding& finding, const Rule& rule,
                    std::string* out) {
    if (shown_[finding.rule] == 1) *out += Labelled("why: ", rule.why);
    std::string remedy =
        Printable(RemedyText(rule, finding.address, report.path, report.judged_for));
    if (remedy == last_remedy_[finding.rule]) return;
    *out += Labelled("fix: ", remedy);
    last_remedy_[finding.rule] = std::move(remedy);
  }

  std::string Labelled(std::string_view label, std::string_view text) const {
    return WrapText(fmt::format("  {}", label), text, style_);
  }

  std::string SummaryLines(const CheckSummary& summary) const {
    std::string out = Plural(summary.checked, "file") + " checked";
    if (summary.unreadable_inputs != 0) {
      out += ", " + style_.Bad(fmt::format("{} not read", summary.unreadable_inputs));
    }
    const std::string counts = Counts(summary);
    if (!counts.empty()) {
      out += ": " + counts;
    } else if (summary.checked != 0) {
      out += ": " + style_.Good("nothing to report");
    }
    out += ".\n";
    if (summary.not_checked != 0) {
      out +=
          fmt::format("{} encrypted, so not looked into.\n", Plural(summary.not_checked, "file"));
    }
    return out + IgnoredLine(summary) + CompanionLine(summary);
  }

  std::string Counts(const CheckSummary& summary) const {
    std::string list;
    for (size_t i = summary.findings.size(); i-- > 0;) {
      const uint64_t count = summary.findings[i];
      const auto severity = static_cast<Severity>(i);
      if (count == 0) continue;
      if (!list.empty()) list += ", ";
      if (severity == Severity::kInfo) {
        list += fmt::format("{} for your information", count);
      } else if (severity == Severity::kFatal) {
        list += style_.Colored(severity, fmt::format("{} fatal", count));
      } else {
        list += style_.Colored(severity, Plural(count, SeverityName(severity)));
      }
    }
    return list;
  }

  static std::string IgnoredLine(const CheckSummary& summary) {
    std::map<std::string_view, uint64_t> by_source;
    for (const auto& [entry, count] : summary.ignored) by_source[entry->source] += count;
    std::string list;
    for (const auto& [source, count] : by_source) {
      list += fmt::format("{}{} ignored by {}", list.empty() ? "" : ", ", count, Printable(source));
    }
    return list.empty() ? list : list + ".\n";
  }

  static std::string CompanionLine(const CheckSummary& summary) {
    std::string list;
    for (const auto& [kind, count] : summary.companions) {
      if (!list.empty()) list += ", ";
      list += Plural(count, KindName(kind));
    }
    if (list.empty() && summary.other_files == 0) return {};
    std::string line = list.empty() ? "" : "Beside them: " + list + ".";
    if (summary.other_files != 0) {
      line += fmt::format("{}{} skipped.", line.empty() ? "" : " ",
                          Plural(summary.other_files, "other file"));
    }
    return line + "\n";
  }

  TextOptions options_;
  Style style_;
  RuleCounts shown_{};
  RuleCounts found_{};
  std::array<std::string, kRuleCount> last_remedy_;
};

}  // namespace

std::unique_ptr<CheckRenderer> MakeTextRenderer(const TextOptions& options) {
  return std::make_unique<TextRenderer>(options);
}

}  // namespace tfsck
