// SCH rules about the top-level fields of a state.
#include <fmt/format.h>

#include <functional>
#include <string>
#include <string_view>

#include "analyzers/fact_walk.h"
#include "analyzers/rule_functions.h"

namespace tfsck {
namespace {

// What JSON readers that keep numbers as doubles still tell apart.
constexpr uint64_t kMaxExactDouble = uint64_t{1} << 53;
constexpr uint64_t kMaxInt64 = uint64_t{1} << 63;

bool IsHex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// 8-4-4-4-12 hexadecimal digits.  Terraform sets no version bits (TF: uuid.GenerateUUID).
bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !IsHex(text[i])) return false;
  }
  return true;
}

// Where a text of the snapshot stands in the document; 0 where it was decoded elsewhere.
uint64_t OffsetOf(const StateSnapshot& state, std::string_view text) {
  const std::less_equal<const char*> not_behind;
  const char* begin = state.document.data();
  const char* end = begin + state.document.size();
  const bool inside = not_behind(begin, text.data()) && not_behind(text.data(), end);
  return inside ? static_cast<uint64_t>(text.data() - begin) : 0;
}

}  // namespace

void CheckVersion(const RuleInput& input, Reporter& reporter) {
  ReportDetails(input, reporter, kSCH001, FactKind::kVersionBad, "version cannot be read: ");
}

void CheckVersionLabel(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kSCH002, FactKind::kVersionLabelWrong, [&](const FormatFact& fact) {
    return fmt::format("version is {}, but \"{}\" belongs to format {}", input.state.format_version,
                       fact.detail, input.state.format_version == 4 ? "1 to 3" : "4");
  });
}

void CheckOldFormat(const RuleInput& input, Reporter& reporter) {
  if (input.document.kind != DocumentKind::kState) return;
  if (input.state.format_version >= 4) return;
  if (HasFact(input.state, FactKind::kVersionLabelWrong)) return;
  if (HasFact(input.state, FactKind::kUpgradeRefused)) return;
  reporter.Report(kSCH003, 0, "",
                  fmt::format("the state is of format {}", input.state.format_version));
}

void CheckSerialType(const RuleInput& input, Reporter& reporter) {
  ReportFieldKinds(input, reporter, kSCH004, FactKind::kSerialType);
}

void CheckSerialMissing(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  ReportDetails(input, reporter, kSCH005, FactKind::kSerialMissing, "serial is ");
  // Formats 1 to 3 began to count at 0.
  if (state.format_version < 4 || state.serial != 0 || state.resources.empty()) return;
  if (HasFact(state, FactKind::kSerialMissing) || HasFact(state, FactKind::kSerialType)) return;
  reporter.Report(kSCH005, 0, "", "serial is 0 in a state that has resources");
}

void CheckSerialExtreme(const RuleInput& input, Reporter& reporter) {
  const uint64_t serial = input.state.serial;
  if (serial <= kMaxExactDouble) return;
  reporter.Report(
      kSCH006, 0, "",
      fmt::format("serial {} is above {}", serial, serial >= kMaxInt64 ? "2^63-1" : "2^53"));
}

void CheckLineageMissing(const RuleInput& input, Reporter& reporter) {
  if (input.state.format_version == 1) return;  // format 1 has none
  if (HasWrongKind(input.state, "lineage")) return;
  ReportDetails(input, reporter, kSCH007, FactKind::kLineageMissing, "lineage is ");
}

void CheckLineageNotUuid(const RuleInput& input, Reporter& reporter) {
  const std::string_view lineage = input.state.lineage;
  if (lineage.empty() || IsUuid(lineage)) return;
  reporter.Report(kSCH008, OffsetOf(input.state, lineage), "",
                  fmt::format("lineage \"{}\" is not a UUID", lineage));
}

void CheckToolVersion(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kSCH009, FactKind::kToolVersionBad, [](const FormatFact& fact) {
    return fmt::format("terraform_version \"{}\" is not a version", fact.detail);
  });
}

void CheckToolVersionMissing(const RuleInput& input, Reporter& reporter) {
  if (input.state.format_version == 1) return;  // format 1 has none
  if (HasWrongKind(input.state, "terraform_version")) return;
  ReportDetails(input, reporter, kSCH010, FactKind::kToolVersionMissing, "terraform_version is ");
}

void CheckResourcesMissing(const RuleInput& input, Reporter& reporter) {
  if (input.state.serial == 0) return;
  ReportDetails(input, reporter, kSCH011, FactKind::kResourcesMissing, "resources is ");
}

void CheckContainerType(const RuleInput& input, Reporter& reporter) {
  ReportFieldKinds(input, reporter, kSCH012, FactKind::kContainerType);
}

void CheckUnknownKey(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kSCH013, FactKind::kUnknownKey, [](const FormatFact& fact) {
    return fmt::format("no version of the format has a key \"{}\" here", fact.detail);
  });
}

void CheckFieldType(const RuleInput& input, Reporter& reporter) {
  ReportFieldKinds(input, reporter, kSCH035, FactKind::kFieldType);
}

void CheckUpgrade(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kSCH037, FactKind::kUpgradeRefused, [](const FormatFact& fact) {
    constexpr std::string_view kLead = " to version 4: ";
    std::string_view words = fact.detail;
    const size_t lead = words.find(kLead);
    if (lead != std::string_view::npos) words.remove_prefix(lead + kLead.size());
    if (words.ends_with('.')) words.remove_suffix(1);
    return fmt::format("the upgrade to format 4 fails: {}", words);
  });
}

}  // namespace tfsck
