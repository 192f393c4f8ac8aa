// SCH014: fields that the release which signed the state cannot have written.
//
// Since when a field exists: version4.go of each release.  Terraform's and OpenTofu's numbers are
// not comparable, so each family has its own column; 0.0 stands for "never".
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "analyzers/fact_walk.h"
#include "analyzers/rule_functions.h"
#include "engine/tool_version.h"

namespace tfsck {
namespace {

struct Since {
  int major = 0;
  int minor = 0;
  bool never() const { return major == 0 && minor == 0; }
};

struct Field {
  std::string_view key;
  Since terraform;
  Since opentofu;
};

constexpr Field kFields[] = {
    {"check_results", {1, 3}, {1, 6}},
    {"create_before_destroy", {0, 13}, {1, 6}},
    {"depends_on", {}, {1, 13}},  // that of 0.12 is GRF013's
    {"deprecated", {}, {1, 10}},
    {"identity", {1, 12}, {1, 12}},
    {"identity_schema_version", {1, 12}, {1, 12}},
    {"provider", {}, {1, 9}},  // on an instance
    {"sensitive_attributes", {0, 14}, {1, 6}},
    {"skip_destroy", {}, {1, 12}},
};

std::string_view FamilyName(ToolFamily family) {
  return family == ToolFamily::kOpenTofu ? "OpenTofu" : "Terraform";
}

// Judges the keys of one document.
class Judge {
 public:
  Judge(const RuleInput& input, Reporter& reporter)
      : input_(input),
        reporter_(reporter),
        family_(input.tool == ToolFamily::kUnknown ? input.state.family : input.tool),
        version_(ParseToolVersion(input.state.tool_version)) {}

  void Check(std::string_view key, uint64_t offset, std::string address) {
    const auto* field = std::ranges::find(kFields, key, &Field::key);
    if (field == std::end(kFields)) return;
    const Since since = family_ == ToolFamily::kOpenTofu ? field->opentofu : field->terraform;
    if (since.never()) {
      if (IsLegacyDependsOn(key)) return;
      reporter_.Report(kSCH014, offset, std::move(address),
                       fmt::format("no {} knows \"{}\"", FamilyName(family_), key));
    } else if (!IsKnown(since)) {
      reporter_.Report(
          kSCH014, offset, std::move(address),
          fmt::format("{} {} does not know \"{}\", which came with {}.{}", FamilyName(family_),
                      input_.state.tool_version, key, since.major, since.minor));
    }
  }

 private:
  // Where the release is not known, or is one of the other family, nobody can tell.
  bool IsKnown(Since since) const {
    if (!version_.has_value() || family_ != input_.state.family) return true;
    return version_->AtLeast(since.major, since.minor);
  }
  bool IsLegacyDependsOn(std::string_view key) const {
    return key == "depends_on" && version_.has_value() && !version_->AtLeast(0, 13);
  }

  const RuleInput& input_;
  Reporter& reporter_;
  const ToolFamily family_;
  const std::optional<ToolVersion> version_;
};

}  // namespace

void CheckNewerField(const RuleInput& input, Reporter& reporter) {
  const StateSnapshot& state = input.state;
  if (state.format_version < 4) return;
  Judge judge(input, reporter);
  ForEachFact(state, FactKind::kNewerField, [&](const FormatFact& fact) {
    judge.Check(fact.detail, fact.offset, FactAddress(state, fact));
  });
  if (!state.checks.empty()) judge.Check("check_results", state.checks.front().offset, "");
  const auto first = [&](std::string_view key, auto has) {
    const auto found = std::ranges::find_if(state.instances, has);
    if (found == state.instances.end()) return;
    const auto row = static_cast<uint32_t>(found - state.instances.begin());
    judge.Check(key, found->offset, state.InstanceAddress(row));
  };
  first("sensitive_attributes", [](const Instance& i) { return !i.sensitive_attributes.empty(); });
  first("create_before_destroy", [](const Instance& i) { return i.create_before_destroy; });
}

}  // namespace tfsck
