// SYN rules about the envelope that OpenTofu puts around an encrypted state.
#include <fmt/format.h>

#include <string>

#include "analyzers/rule_functions.h"
#include "engine/encrypted_envelope.h"

namespace tfsck {
namespace {

using Kind = EnvelopeFlaw::Kind;

// For Terraform an encrypted state is no state at all: SYN010.
bool IsJudged(const RuleInput& input) {
  return input.document.kind == DocumentKind::kEncryptedState &&
         input.tool != ToolFamily::kTerraform;
}

// OpenTofu decrypts an envelope without these two: states of 1.7.0-alpha1 have none.
bool IsGuard(Kind kind) { return kind == Kind::kSerialMissing || kind == Kind::kLineageMissing; }

std::string Words(const EnvelopeFlaw& flaw) {
  switch (flaw.kind) {
    case Kind::kSyntax:
      return fmt::format("the envelope is not JSON: {}", flaw.detail);
    case Kind::kFieldType:
      return fmt::format("a field of the envelope has another kind of value: {}", flaw.detail);
    case Kind::kVersion:
      return "encryption_version is not \"v0\", the only one there is";
    case Kind::kNoMeta:
      return "meta has no entry of a key provider";
    case Kind::kMetaBase64:
      return fmt::format("meta entry \"{}\" is not padded standard base64", flaw.detail);
    case Kind::kDataMissing:
      return "the envelope has no encrypted_data";
    case Kind::kDataBase64:
      return "encrypted_data is not padded standard base64";
    case Kind::kDataShort:
      return fmt::format("encrypted_data has {} bytes, fewer than its nonce and tag need",
                         flaw.detail);
    case Kind::kSerialMissing:
      return "the envelope has no serial";
    case Kind::kLineageMissing:
      return "the envelope has no lineage";
  }
  return {};
}

void ReportFlaws(const RuleInput& input, Reporter& reporter, RuleIndex rule, bool guards) {
  if (!IsJudged(input)) return;
  for (const EnvelopeFlaw& flaw : ReadEnvelope(input.document.buffer.bytes).flaws) {
    if (IsGuard(flaw.kind) == guards) reporter.Report(rule, flaw.offset, "", Words(flaw));
  }
}

}  // namespace

void CheckEnvelope(const RuleInput& input, Reporter& reporter) {
  ReportFlaws(input, reporter, kSYN013, /*guards=*/false);
}

void CheckEnvelopeGuards(const RuleInput& input, Reporter& reporter) {
  ReportFlaws(input, reporter, kSYN018, /*guards=*/true);
}

}  // namespace tfsck
