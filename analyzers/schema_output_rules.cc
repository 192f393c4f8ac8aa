// SCH rules about outputs.
#include <fmt/format.h>

#include <string>

#include "analyzers/fact_walk.h"
#include "analyzers/rule_functions.h"
#include "engine/identifier.h"

namespace tfsck {

void CheckOutputType(const RuleInput& input, Reporter& reporter) {
  ReportDetails(input, reporter, kSCH015, FactKind::kOutputType, "type of output ");
}

void CheckOutputValue(const RuleInput& input, Reporter& reporter) {
  ReportDetails(input, reporter, kSCH016, FactKind::kOutputValue, "value of output ");
}

void CheckOutputTupleShort(const RuleInput& input, Reporter& reporter) {
  ReportDetails(input, reporter, kSCH017, FactKind::kOutputTupleShort, "tuple of output ");
}

void CheckOutputValueLenient(const RuleInput& input, Reporter& reporter) {
  ReportDetails(input, reporter, kSCH034, FactKind::kOutputValueLenient, "value of output ");
}

void CheckOutputName(const RuleInput& input, Reporter& reporter) {
  for (const Output& output : input.state.outputs) {
    if (IsValidIdentifier(output.name)) continue;
    reporter.Report(kSCH018, output.offset, "",
                    fmt::format("output name \"{}\" is not an identifier", output.name));
  }
}

}  // namespace tfsck
