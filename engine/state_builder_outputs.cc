// Outputs and check results of StateBuilder.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "engine/checkable_address.h"
#include "engine/cty_type.h"
#include "engine/cty_value.h"
#include "engine/state_builder.h"

namespace tfsck {
namespace {

CheckStatus ReadStatus(std::string_view text) {
  if (text == "pass") return CheckStatus::kPass;
  if (text == "fail") return CheckStatus::kFail;
  if (text == "error") return CheckStatus::kError;
  return CheckStatus::kUnknown;
}

std::string Words(const AddressError& error) {
  return error.detail.empty() ? error.summary : error.summary + ": " + error.detail;
}

std::string InOutput(std::string_view name, std::string_view words) {
  return fmt::format("output \"{}\": {}", name.substr(0, 200), words);
}

}  // namespace

// A Go map: of outputs with one name the last counts.
void StateBuilder::AddOutputs(const std::vector<RawOutput>& raw) {
  std::unordered_set<std::string_view> seen;
  for (auto at = raw.rbegin(); at != raw.rend(); ++at) {
    if (!seen.insert(at->name).second) continue;
    Output output;
    output.name = at->name;
    output.value = at->value;
    output.type = at->type;
    output.sensitive = at->sensitive;
    output.deprecated = at->deprecated;
    output.offset = at->offset;
    JudgeOutput(&output);
    state_.outputs.push_back(output);
  }
  std::reverse(state_.outputs.begin(), state_.outputs.end());
}

void StateBuilder::JudgeOutput(Output* output) {
  const auto type = ParseCtyType(output->type);
  if (!type) {
    output->refused = true;
    facts_.Refuse(FactKind::kOutputType, output->offset, InOutput(output->name, type.error()));
    return;
  }
  const CtyVerdict verdict = CheckCtyValue(output->value, *type);
  switch (verdict.kind) {
    case CtyVerdict::Kind::kConforms:
      return;
    case CtyVerdict::Kind::kConverted:
      facts_.Note(FactKind::kOutputValueLenient, output->offset, InOutput(output->name, ""));
      return;
    case CtyVerdict::Kind::kRefused:
      output->refused = true;
      facts_.Refuse(FactKind::kOutputValue, output->offset,
                    InOutput(output->name, verdict.message));
      return;
    case CtyVerdict::Kind::kPanics:
      output->refused = true;
      facts_.Refuse(FactKind::kOutputTupleShort, output->offset,
                    InOutput(output->name, verdict.message));
  }
}

void StateBuilder::AddCheck(const RawCheck& raw) {
  const auto kind = ParseCheckableKind(raw.object_kind);
  if (!kind) {
    facts_.Note(FactKind::kCheckKindUnknown, raw.offset, raw.object_kind.substr(0, 200));
    return;
  }
  CheckResult check;
  check.kind = raw.object_kind;
  check.offset = raw.offset;
  check.status_text = raw.status;
  check.status = ReadStatus(raw.status);
  const auto address = ReadCheckAddress(*kind, raw.config_addr, raw.offset, /*config=*/true);
  if (address) check.address = *address;
  // Terraform looks no further behind a bad address; what is there is read all the same, since a
  // second bad address would only show after the first is mended.
  for (const RawCheckObject& raw_object : raw.objects.elements()) {
    CheckObject object;
    object.offset = raw_object.offset;
    object.status_text = raw_object.status;
    object.status = ReadStatus(raw_object.status);
    for (const RawText& message : raw_object.failure_messages.elements()) {
      object.failure_messages.push_back(message.text);
    }
    const auto object_address =
        ReadCheckAddress(*kind, raw_object.object_addr, raw_object.offset, /*config=*/false);
    if (!object_address) continue;
    object.address = *object_address;
    check.objects.push_back(std::move(object));
  }
  if (address) state_.checks.push_back(std::move(check));
}

std::optional<std::string_view> StateBuilder::ReadCheckAddress(CheckableKind kind,
                                                               std::string_view text,
                                                               uint64_t offset, bool config) {
  const CheckableVerdict verdict = ParseCheckable(kind, text);
  switch (verdict.outcome) {
    case CheckableVerdict::Outcome::kAccepted:
      if (config && verdict.has_instance_keys) {
        facts_.Refuse(FactKind::kCheckAddress, offset, IndexedConfigAddressMessage(text));
        return std::nullopt;
      }
      return verdict.text == text ? text : state_.arena.Copy(verdict.text);
    case CheckableVerdict::Outcome::kCrash:
      facts_.Refuse(FactKind::kCheckPanics, offset, text.substr(0, 200));
      return std::nullopt;
    default:
      facts_.Refuse(FactKind::kCheckAddress, offset, Words(verdict.error));
      return std::nullopt;
  }
}

}  // namespace tfsck
