// SCH rules about outputs.
#include <fmt/format.h>

#include <string>
#include <string_view>

#include "analyzers/fact_walk.h"
#include "analyzers/rule_functions.h"
#include "engine/identifier.h"

namespace tfsck {

// Facts of outputs begin with output "NAME": and go on with why.
void CheckOutputType(const RuleInput& input, Reporter& reporter) {
  ReportDetails(input, reporter, kSCH015, FactKind::kOutputType, "type of ");
}

void CheckOutputValue(const RuleInput& input, Reporter& reporter) {
  ReportDetails(input, reporter, kSCH016, FactKind::kOutputValue, "value of ");
}

void CheckOutputTupleShort(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kSCH017, FactKind::kOutputTupleShort, [](const FormatFact& fact) {
    // Behind the name stands what Go panics with.
    const std::string_view name = fact.detail.substr(0, fact.detail.rfind(": "));
    return fmt::format("{} has a tuple with fewer elements than its type", name);
  });
}

void CheckOutputValueLenient(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kSCH034, FactKind::kOutputValueLenient, [](const FormatFact& fact) {
    std::string_view name = fact.detail;
    while (name.ends_with(' ') || name.ends_with(':')) name.remove_suffix(1);
    return fmt::format("the value of {} has its type only after conversion", name);
  });
}

void CheckOutputName(const RuleInput& input, Reporter& reporter) {
  for (const Output& output : input.state.outputs) {
    if (IsValidIdentifier(output.name)) continue;
    reporter.Report(kSCH018, output.offset, "",
                    fmt::format("output name \"{}\" is not an identifier", output.name));
  }
}

}  // namespace tfsck
