// Names and sentences of a verdict on a push.
#include <fmt/format.h>

#include <array>

#include "engine/base/printable.h"
#include "report/how_to_open.h"
#include "report/push_verdict.h"

namespace tfsck {
namespace {

// What each document is that is no state, and how to open it.
std::string OtherKinds(const PushReport& report) {
  std::string text;
  for (const PushSide* side : {report.request.source, report.request.destination}) {
    if (side == nullptr || side->document.kind == DocumentKind::kState) continue;
    const std::string open = HowToOpenFile(side->document.kind, side->document.path);
    if (!text.empty()) text += ". ";
    text += fmt::format("{} is no state: {}{}{}", Printable(side->document.path),
                        KindName(side->document.kind), open.empty() ? "" : "; ", Printable(open));
  }
  return text;
}

}  // namespace

std::string_view AnswerName(PushAnswer answer) {
  constexpr std::array<std::string_view, 6> kNames = {
      "accepted",          "source-unreadable", "destination-unreadable",
      "unrelated-lineage", "older-serial",      "same-serial"};
  return kNames[static_cast<size_t>(answer)];
}

std::string_view PushRelationName(PushRelation relation) {
  constexpr std::array<std::string_view, 8> kNames = {
      "unknown", "nothing-there", "same", "ahead", "behind", "forked", "unrelated", "unguarded"};
  return kNames[static_cast<size_t>(relation)];
}

std::string_view NoteName(PushNote note) {
  constexpr std::array<std::string_view, 12> kNames = {
      "backend-pointer",  "old-format",   "version-label-wrong", "drops-resources",
      "lineage-not-kept", "lineage-lost", "serial-wraps",        "backup-written",
      "locked",           "encrypted",    "other-kind",          "luck"};
  return kNames[static_cast<size_t>(note)];
}

std::string NoteText(PushNote note, const PushReport& report) {
  const StateSnapshot& source = report.request.source->state;
  switch (note) {
    case PushNote::kBackendPointer:
      return "the source is no state but .terraform/terraform.tfstate, the pointer to the backend; "
             "Terraform reads it as an empty state without lineage, and pushing it empties what is "
             "stored";
    case PushNote::kOldFormat:
      return fmt::format("the source is of format {}; it is stored as format 4",
                         source.format_version);
    case PushNote::kVersionLabelWrong:
      return "the source has the content of one format and the number of another, so Terraform "
             "reads less than stands there";
    case PushNote::kDropsResources:
      return "Terraform silently drops resources of the source whose provider it cannot parse; "
             "`tfsck check` names them";
    case PushNote::kLineageNotKept:
      return fmt::format(
          "nothing is stored yet, and then {} gives serial 1 and a new random "
          "lineage, whatever the file says: other copies of this state become "
          "unrelated",
          report.request.backend->name);
    case PushNote::kLineageLost:
      return "the source has no lineage, so what is stored has none afterwards, and Terraform will "
             "compare nothing at later pushes";
    case PushNote::kSerialWraps:
      return "the serial is 2^64-1 and starts again at 0";
    case PushNote::kBackupWritten:
      return "what was there goes to terraform.tfstate.backup";
    case PushNote::kLocked:
      return "a Terraform run holds the lock of the destination now, so the push would fail with "
             "\"Error acquiring the state lock\"";
    case PushNote::kEncrypted:
      return "a state that OpenTofu encrypted: this is Terraform's answer; `tofu state push` with "
             "the key reads it and then compares as Terraform does";
    case PushNote::kOtherKind:
      return OtherKinds(report);
    case PushNote::kLuck:
      return "Terraform writes check results in random order and compares the text, so the same "
             "push may also end otherwise";
  }
  return "";
}

}  // namespace tfsck
