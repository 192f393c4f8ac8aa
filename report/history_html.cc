// Histories as one page: charts over time, the changes, the findings and the verdict.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "engine/base/printable.h"
#include "engine/base/time_text.h"
#include "report/fit_text.h"
#include "report/history_report.h"
#include "report/history_words.h"
#include "report/markup_text.h"
#include "report/style.h"
#include "report/svg_chart.h"

namespace tfsck {
namespace {

// Rows of the table of changes; a browser has to draw them all.
constexpr size_t kMostRows = 2000;
// Marks on a chart: fatal ones first.
constexpr size_t kMostMarks = 200;

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; --ink: #1c2733; --dim: #5d6b7a; --paper: #ffffff; --card: #f5f7f9;
  --rule: #dfe5ea; --line: #2166ac; --area: #2166ac22; --up: #2b8a57; --down: #b5483a;
  --fatal: #b00020; --error: #c7472b; --warning: #a86b00; --good: #1f7a4c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e9ee; --dim: #93a1b0; --paper: #12171c;
  --card: #1a2128; --rule: #2b343d; --line: #6cb0f0; --area: #6cb0f022; --up: #57c08a;
  --down: #e07f6f; --fatal: #ff6b81; --error: #ff8c6e; --warning: #e5b04b; --good: #5fcf95; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 2rem 1.25rem 4rem; background: var(--paper);
  color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.35rem; margin: 0; } h2 { font-size: 1.15rem; margin: 3rem 0 .25rem;
  overflow-wrap: anywhere; } h3 { font-size: .8rem; margin: 1.5rem 0 .25rem; color: var(--dim);
  text-transform: uppercase; letter-spacing: .06em; }
p { margin: .25rem 0; } .dim { color: var(--dim); }
.verdict { background: var(--card); border-left: 4px solid var(--good); padding: .75rem 1rem;
  margin: 1rem 0; overflow-wrap: anywhere; } .verdict.broken { border-color: var(--fatal); }
pre { background: var(--card); border: 1px solid var(--rule); padding: .6rem .8rem; margin: .6rem 0 0;
  overflow-x: auto; font: 13px/1.5 ui-monospace, monospace; }
svg { width: 100%; height: auto; display: block; } .grid { stroke: var(--rule); }
.label { fill: var(--dim); font: 11px system-ui, sans-serif; } .line { fill: none;
  stroke: var(--line); stroke-width: 1.5; } .area { fill: var(--area); stroke: none; }
.up { fill: var(--up); } .down { fill: var(--down); }
.mark line { stroke-width: 1; stroke-dasharray: 3 3; } .mark circle { stroke: none; }
.mark-fatal line { stroke: var(--fatal); } .mark-fatal circle { fill: var(--fatal); }
.mark-error line { stroke: var(--error); } .mark-error circle { fill: var(--error); }
.mark-warning line { stroke: var(--warning); } .mark-warning circle { fill: var(--warning); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 13.5px; }
th { text-align: left; color: var(--dim); font-weight: 600; } th, td { padding: .3rem .7rem .3rem 0;
  border-bottom: 1px solid var(--rule); vertical-align: top; } .n { text-align: right;
  font-variant-numeric: tabular-nums; white-space: nowrap; } .t { white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.fatal { color: var(--fatal); font-weight: 600; } .error { color: var(--error); font-weight: 600; }
.warning { color: var(--warning); font-weight: 600; } .info { color: var(--dim); }
.finding { border-top: 1px solid var(--rule); padding: .6rem 0; overflow-wrap: anywhere; }
code { font: 13px ui-monospace, monospace; }
)";

std::string Html(std::string_view text) { return MarkupText(Printable(text)); }

std::string CountLabel(double value) { return Grouped(static_cast<uint64_t>(std::llround(value))); }
std::string SizeLabel(double value) {
  return value == 0 ? "0" : HumanBytes(static_cast<uint64_t>(std::llround(value)));
}

class HistoryPage {
 public:
  HistoryPage(const JudgedHistory& judged, const HistoryReport& report)
      : judged_(judged), history_(*judged.history), report_(report) {
    by_time_ = history_.order == HistoryOrder::kTime;
    for (const Finding& finding : judged.found.findings) {
      rules_.emplace(static_cast<uint32_t>(finding.offset), finding.rule);
    }
  }

  std::string Render() const {
    std::string out = fmt::format("<section>\n<h2>{}</h2>\n<p class=\"dim\">{}</p>\n",
                                  MarkupText(StateName(history_)), MarkupText(Facts()));
    AppendVerdict(&out);
    if (history_.versions.size() > 1) AppendCharts(&out);
    AppendChanges(&out);
    AppendFindings(&out);
    return out + "</section>\n";
  }

 private:
  std::string Facts() const {
    std::string facts =
        fmt::format("{} in {}, ordered by {}", Counted(history_.versions.size(), "version"),
                    Counted(history_.changes.size(), "change"), OrderName(history_.order));
    if (by_time_ && !history_.versions.empty()) {
      facts += fmt::format(", {} to {} UTC", UtcText(history_.versions.front().stored.time_us),
                           UtcText(history_.versions.back().stored.time_us));
    }
    return facts;
  }

  void AppendVerdict(std::string* out) const {
    const HistoryVerdict::Kind kind = judged_.verdict.kind;
    const bool good =
        kind == HistoryVerdict::Kind::kSuccessor || kind == HistoryVerdict::Kind::kHealed;
    *out += fmt::format("<div class=\"verdict{}\">{}", good ? "" : " broken",
                        Html(VerdictText(judged_)));
    const std::vector<std::string> commands = RecoveryCommands(judged_);
    if (!commands.empty()) {
      *out += "\n<pre>";
      for (const std::string& command : commands) *out += Html(command) + "\n";
      *out += "</pre>";
    }
    *out += "</div>\n";
  }

  double PlaceOf(uint32_t row) const {
    return by_time_ ? static_cast<double>(history_.versions[row].stored.time_us) : row;
  }

  ChartFrame Frame() const {
    ChartFrame frame;
    const auto last = static_cast<uint32_t>(history_.versions.size() - 1);
    frame.first = PlaceOf(0);
    frame.last = PlaceOf(last);
    constexpr int kTicks = 5;
    for (int i = 0; i <= kTicks; ++i) {
      const double x = frame.first + (frame.last - frame.first) * i / kTicks;
      frame.ticks.push_back({x, TickLabel(x, frame)});
    }
    for (const Severity severity : {Severity::kFatal, Severity::kError, Severity::kWarning}) {
      AddMarks(severity, &frame);
    }
    return frame;
  }

  std::string TickLabel(double x, const ChartFrame& frame) const {
    if (!by_time_) return fmt::format("{:.0f}", x);
    constexpr double kTwoDays = 2 * 86'400e6;
    const std::string text = UtcText(static_cast<int64_t>(x));
    return frame.last - frame.first > kTwoDays ? text.substr(0, 10) : text.substr(5, 14);
  }

  void AddMarks(Severity severity, ChartFrame* frame) const {
    for (const auto& [row, index] : rules_) {
      const Rule& rule = AllRules()[index];
      if (rule.severity != severity || frame->marks.size() >= kMostMarks) continue;
      frame->marks.push_back({PlaceOf(row), SeverityName(severity),
                              Html(fmt::format("{} {}, serial {}", rule.id, rule.name,
                                               SerialText(history_.versions[row])))});
    }
  }

  void AppendCharts(std::string* out) const {
    const ChartFrame frame = Frame();
    std::vector<ChartPoint> instances;
    std::vector<ChartPoint> serials;
    std::vector<ChartPoint> sizes;
    for (uint32_t row = 0; row < history_.versions.size(); ++row) {
      const HistoryVersion& version = history_.versions[row];
      const double x = PlaceOf(row);
      if (version.readable) instances.push_back({x, static_cast<double>(version.managed)});
      if (version.has_serial) serials.push_back({x, static_cast<double>(version.serial)});
      if (version.size != 0) sizes.push_back({x, static_cast<double>(version.size)});
    }
    std::vector<ChartBar> bars;
    for (const Change& change : history_.changes) {
      const VersionDelta& net = change.net;
      bars.push_back({PlaceOf(change.last),
                      static_cast<double>(net.added + net.changed + net.moved),
                      static_cast<double>(net.removed + net.replaced)});
    }
    *out += "<h3>Managed instances</h3>\n" + RenderStepChart(frame, instances, CountLabel);
    *out += "<h3>Changes: added, changed and moved above; removed and replaced below</h3>\n" +
            RenderBarChart(frame, bars);
    *out += "<h3>Serial</h3>\n" + RenderStepChart(frame, serials, CountLabel);
    *out += "<h3>Size</h3>\n" + RenderStepChart(frame, sizes, SizeLabel);
  }

  void AppendChanges(std::string* out) const {
    *out += "<h3>Changes, newest first</h3>\n<div class=\"scroll\"><table>\n<tr>";
    for (const char* head : {"time (UTC)", "serial", "versions", "changes", "instances", "what"}) {
      *out += fmt::format("<th>{}</th>", head);
    }
    *out += "</tr>\n";
    size_t rows = 0;
    for (size_t i = history_.changes.size(); i-- > 0 && rows < kMostRows; ++rows) {
      AppendChange(history_.changes[i], out);
    }
    *out += "</table></div>\n";
    if (history_.changes.size() > kMostRows) {
      *out += fmt::format("<p class=\"dim\">{} older changes are not in this table.</p>\n",
                          Grouped(history_.changes.size() - kMostRows));
    }
  }

  void AppendChange(const Change& change, std::string* out) const {
    const HistoryVersion& version = history_.versions[change.last];
    const std::string time = version.HasTime() ? UtcText(version.stored.time_us) : "";
    *out += fmt::format(
        "<tr><td class=\"t\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>"
        "<td class=\"t\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>\n",
        time, MarkupText(SerialText(history_, change)), change.last - change.first + 1,
        MarkupText(DeltaText(change.net)), version.readable ? Grouped(version.managed) : "",
        WhatOf(change));
  }

  std::string WhatOf(const Change& change) const {
    std::string what;
    const auto add = [&](const std::string& words) {
      if (!words.empty()) what += (what.empty() ? "" : ", ") + words;
    };
    uint16_t last_rule = kRuleCount;
    for (auto row = rules_.lower_bound(change.first);
         row != rules_.end() && row->first <= change.last; ++row) {
      if (row->second == last_rule) continue;
      last_rule = row->second;
      const Rule& rule = AllRules()[row->second];
      add(fmt::format("<span class=\"{}\">{} {}</span>", SeverityName(rule.severity), rule.id,
                      rule.name));
    }
    add(MarkupText(TouchedText(change.net, 60)));
    const HistoryVersion& version = history_.versions[change.last];
    if (!version.stored.author.empty()) add(Html(version.stored.author));
    return what;
  }

  void AppendFindings(std::string* out) const {
    constexpr size_t kMostFindings = 500;
    std::vector<Finding> findings;
    std::ranges::copy_if(
        judged_.found.findings, std::back_inserter(findings),
        [](const Finding& finding) { return AllRules()[finding.rule].severity > Severity::kInfo; });
    if (findings.empty()) return;
    std::ranges::stable_sort(findings, [](const Finding& a, const Finding& b) {
      return AllRules()[a.rule].severity > AllRules()[b.rule].severity;
    });
    *out += "<h3>Findings</h3>\n";
    for (size_t i = 0; i < findings.size() && i < kMostFindings; ++i) {
      AppendFinding(findings[i], out);
    }
    if (findings.size() > kMostFindings) {
      *out += fmt::format("<p class=\"dim\">{} more: see <code>--format json</code>.</p>\n",
                          Grouped(findings.size() - kMostFindings));
    }
  }

  void AppendFinding(const Finding& finding, std::string* out) const {
    const Rule& rule = AllRules()[finding.rule];
    const HistoryVersion& version = history_.versions[finding.offset];
    *out += fmt::format(
        "<div class=\"finding\"><p><span class=\"{}\">{} {} {}</span> <code>{}</code></p>",
        SeverityName(rule.severity), SeverityName(rule.severity), rule.id, rule.name,
        Html(version.stored.name));
    if (!finding.address.empty())
      *out += fmt::format("<p><code>{}</code></p>", Html(finding.address));
    *out +=
        fmt::format("<p>{}.</p><p class=\"dim\">{}</p><p>{}.</p></div>\n", Html(finding.message),
                    MarkupText(rule.why),
                    Html(RemedyText(rule, finding.address, report_.set->source, version.family)));
  }

  const JudgedHistory& judged_;
  const History& history_;
  const HistoryReport& report_;
  bool by_time_ = false;
  std::multimap<uint32_t, uint16_t> rules_;  // by row
};

}  // namespace

std::string RenderHistoryHtml(const HistoryReport& report) {
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'\">\n<title>History of {}</title>\n<style>{}</style>\n"
      "<h1>History of {}</h1>\n<p class=\"dim\">{}; read by tfsck</p>\n",
      Html(report.set->source), kStyle, Html(report.set->source), Html(report.set->store));
  for (const std::string& remark : report.set->remarks) {
    out += fmt::format("<p class=\"dim\">Note: {}.</p>\n", Html(remark));
  }
  for (const JudgedHistory& judged : report.judged) out += HistoryPage(judged, report).Render();
  return out + "</html>\n";
}

}  // namespace tfsck
