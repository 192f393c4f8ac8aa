// SCH rules about the fields of one resource object.
#include <fmt/format.h>

#include <string>

#include "analyzers/fact_walk.h"
#include "analyzers/rule_functions.h"

namespace tfsck {
namespace {

// Data resources are read anew by every plan, so what is wrong with their attributes heals.
bool IsManaged(const StateSnapshot& state, const FormatFact& fact) {
  return fact.resource == kNoId || state.resources[fact.resource].mode == ResourceMode::kManaged;
}

void ReportManaged(const RuleInput& input, Reporter& reporter, RuleIndex rule, FactKind kind,
                   std::string_view message) {
  ForEachFact(input.state, kind, [&](const FormatFact& fact) {
    if (!IsManaged(input.state, fact)) return;
    reporter.Report(rule, fact.offset, FactAddress(input.state, fact), std::string(message));
  });
}

}  // namespace

void CheckSchemaVersion(const RuleInput& input, Reporter& reporter) {
  ReportFieldKinds(input, reporter, kSCH022, FactKind::kSchemaVersionType);
}

void CheckInstanceStatus(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kSCH023, FactKind::kStatusBad, [](const FormatFact& fact) {
    return fmt::format("status \"{}\" is not \"tainted\"", fact.detail);
  });
}

void CheckPrivate(const RuleInput& input, Reporter& reporter) {
  // Go's words for the other cases would show a byte of it.
  ReportFacts(input, reporter, kSCH024, FactKind::kPrivateBad, [](const FormatFact& fact) {
    if (!fact.detail.starts_with("illegal base64")) {
      return std::string("private is neither base64 nor an array of bytes");
    }
    return fmt::format("private is not base64: {}", fact.detail);
  });
}

void CheckAttributesNull(const RuleInput& input, Reporter& reporter) {
  ReportManaged(input, reporter, kSCH025, FactKind::kAttributesNull, "attributes is null");
}

void CheckAttributesMissing(const RuleInput& input, Reporter& reporter) {
  ReportManaged(input, reporter, kSCH026, FactKind::kAttributesMissing, "attributes is absent");
}

void CheckAttributesKind(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kSCH027, FactKind::kAttributesKind, [](const FormatFact& fact) {
    return fmt::format("attributes is {}, not an object", KindPhrase(fact.detail));
  });
}

void CheckAttributesFlat(const RuleInput& input, Reporter& reporter) {
  if (input.state.format_version < 4) return;  // the only form those formats have
  ReportDetails(input, reporter, kSCH028, FactKind::kAttributesFlat, "attributes_flat stands ");
}

void CheckSensitivePath(const RuleInput& input, Reporter& reporter) {
  ReportDetails(input, reporter, kSCH031, FactKind::kSensitivePathBad, "sensitive_attributes: ");
}

}  // namespace tfsck
