// `tfsck validate`: text and Markdown.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "report/validation_report.h"

namespace tfsck {
namespace {

// The value and what belongs to it, as words; empty where there is none.
struct Cells {
  std::string exact;
  std::string analytic;
  std::string analytic_error;
  std::string simulated;
  std::string half_width;
  std::string error;
  std::string verdict;
};

// Next to nothing is no error of the formula but of the digits of the reference.
std::string RelativeText(double error) {
  return error < 1e-12 ? "0" : fmt::format("{:.0e}", error);
}

Cells CellsOf(const ValidatedRow& row) {
  Cells cells;
  cells.exact = fmt::format("{:.8g}", row.row.value);
  if (row.analytic && !std::isnan(*row.analytic)) {
    cells.analytic = fmt::format("{:.8g}", *row.analytic);
    cells.analytic_error = RelativeText(row.AnalyticError());
  }
  if (row.simulated) {
    cells.simulated = fmt::format("{:.6g}", row.simulated->mean);
    cells.half_width = fmt::format("{:.2g}", row.simulated->half_width);
    cells.error = fmt::format("{:+.2f}", row.SimulatedError());
  }
  cells.verdict = NameOf(row.verdict);
  if (!row.why.empty()) cells.verdict += ": " + row.why;
  return cells;
}

std::string Summary(const ValidationReport& report) {
  return fmt::format("{} rows: {} ok, {} off, {} not run; {} scenarios{} in {:.0f} s",
                     report.rows.size(), report.Count(Verdict::kOk), report.Count(Verdict::kOff),
                     report.Count(Verdict::kNotRun), report.scenarios,
                     report.quick ? ", simulated shortly," : "", report.seconds);
}

// What is not run, by reason: families and how many rows.
std::string NotRunMarkdown(const ValidationReport& report) {
  std::vector<std::pair<std::string, std::map<std::string, size_t>>> reasons;
  for (const ValidatedRow& row : report.rows) {
    if (row.verdict != Verdict::kNotRun) continue;
    auto found = std::find_if(reasons.begin(), reasons.end(),
                              [&row](const auto& each) { return each.first == row.why; });
    if (found == reasons.end()) found = reasons.insert(reasons.end(), {row.why, {}});
    ++found->second[row.row.family];
  }
  std::string text;
  for (const auto& [reason, families] : reasons) {
    std::string who;
    for (const auto& [family, count] : families) {
      who += fmt::format("{}`{}` ({})", who.empty() ? "" : ", ", family, count);
    }
    text += fmt::format("| {} | {} |\n", who, reason);
  }
  if (text.empty()) return text;
  return "\n### Not run\n\n| rows | why |\n|---|---|\n" + text;
}

std::string MarkdownRow(const ValidatedRow& row) {
  const Cells cells = CellsOf(row);
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", row.row.params,
                     row.row.quantity, cells.exact, cells.analytic, cells.analytic_error,
                     cells.simulated, cells.half_width, cells.error, cells.verdict);
}

}  // namespace

std::string RenderValidationText(const ValidationReport& report,
                                 const ValidationTextOptions& options) {
  std::string text;
  std::string heading;
  for (const ValidatedRow& row : report.rows) {
    if (row.verdict == Verdict::kNotRun && !options.all) continue;
    std::string own = row.row.family + "  " + row.row.params;
    if (own != heading) text += (heading.empty() ? "" : "\n") + own + "\n";
    heading = std::move(own);
    const Cells cells = CellsOf(row);
    text += fmt::format("  {:<28} {:>13} {:>13} {:>6} {:>11} {:>9} {:>6}  {}\n", row.row.quantity,
                        cells.exact, cells.analytic, cells.analytic_error, cells.simulated,
                        cells.half_width.empty() ? "" : "± " + cells.half_width, cells.error,
                        cells.verdict);
  }
  if (!text.empty()) {
    text = fmt::format("  {:<28} {:>13} {:>13} {:>6} {:>11} {:>9} {:>6}\n\n", "", "exact",
                       "analytic", "error", "simulated", "", "error") +
           text + "\n";
  }
  return text + Summary(report) + "\n";
}

std::string RenderValidationMarkdown(const ValidationReport& report) {
  std::string text;
  std::string family;
  for (const ValidatedRow& row : report.rows) {
    if (row.verdict == Verdict::kNotRun) continue;
    if (row.row.family != family) {
      family = row.row.family;
      text += fmt::format(
          "\n### {}\n\n| case | quantity | exact | analytic | error | simulated | ± | error in ± | "
          "verdict |\n|---|---|---|---|---|---|---|---|---|\n",
          family);
    }
    text += MarkdownRow(row);
  }
  return Summary(report) + "\n" + text + NotRunMarkdown(report);
}

}  // namespace tfsck
