// The text of `tfsck analytic`: answers by subject, what was simplified, what has no answer.
#include <fmt/format.h>

#include <cmath>
#include <string>
#include <string_view>

#include "engine/base/printable.h"
#include "report/analytic_report.h"
#include "report/quantity_text.h"
#include "report/style.h"

namespace tfsck {
namespace {

// Nearer to 0 than is of interest, and yet not 0.
std::string AmountText(double amount) {
  return amount > 0 && amount < 0.0005 ? "<0.001" : CountText(amount);
}

std::string ValueText(const AnalyticAnswer& answer) {
  if (answer.unit == "s") {
    return answer.value > 0 && answer.value < 0.0005 ? "<1 ms" : SpanText(answer.value);
  }
  if (std::isinf(answer.value)) return "without end";
  if (answer.unit.empty()) return ShareInWords(answer.value);
  if (answer.unit == "runs/s") return AmountText(answer.value * 3600) + " per hour";
  return AmountText(answer.value) + " " + std::string(answer.unit);
}

std::string AnswersText(const AnalyticReport& report, const Style& style) {
  std::string out;
  std::string_view subject;
  for (const AnalyticAnswer& answer : report.answers) {
    if (answer.subject != subject) {
      subject = answer.subject;
      out += "\n" + style.Strong(Printable(subject)) + "\n";
    }
    const std::string kind =
        answer.kind == AnswerKind::kExact ? "" : fmt::format("{}, ", NameOf(answer.kind));
    out += fmt::format("  {:<36}{:<18}{}\n", answer.quantity, ValueText(answer),
                       style.Dim(kind + std::string(answer.theorem)));
  }
  return out;
}

std::string SentencesText(std::string_view title, const std::vector<std::string>& sentences,
                          const Style& style) {
  if (sentences.empty()) return "";
  std::string out = "\n" + style.Strong(title) + "\n";
  for (const std::string& sentence : sentences) {
    out += WrapText("  ", Printable(sentence), style);
  }
  return out;
}

}  // namespace

std::string RenderAnalyticText(const Scenario& scenario, const AnalyticReport& report, bool color) {
  const Style style(color);
  std::string out = style.Strong(scenario.name.empty() ? "scenario" : Printable(scenario.name));
  out += fmt::format(": what formulas say of the long run under '{}'\n", scenario.lock.name);
  out += AnswersText(report, style);
  out += SentencesText("Simplified", report.simplified, style);
  out += SentencesText("Not answered", report.unanswered, style);
  return out;
}

}  // namespace tfsck
