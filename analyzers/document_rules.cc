// SYN rules about what kind of document stands where a state should be.
#include <fmt/format.h>

#include <string>
#include <string_view>

#include "analyzers/rule_functions.h"
#include "engine/base/shell_text.h"

namespace tfsck {
namespace {

constexpr std::string_view kWhiteSpace = " \t\r\n";

bool IsPlaceholderOfLock(const RuleInput& input) {
  return input.live_lock && input.document.buffer.bytes.empty();
}

// Kinds that have a rule of their own, or that are states.
bool HasOwnRule(const RuleInput& input) {
  switch (input.document.kind) {
    case DocumentKind::kEmpty:
    case DocumentKind::kState:
    case DocumentKind::kBackendPointer:
    case DocumentKind::kBinaryState:
    case DocumentKind::kMergeConflict:
      return true;
    case DocumentKind::kEncryptedState:
      return input.tool != ToolFamily::kTerraform;
    default:
      return IsEncryptedAtRest(input.document.kind);
  }
}

// The command that opens a document of the kind, with this document's name in it.
std::string OpeningCommand(const Document& document) {
  std::string command(HowToOpen(document.kind));
  const size_t name = command.find("FILE");
  if (name != std::string::npos) command.replace(name, 4, QuoteForShell(document.path));
  return command;
}

}  // namespace

void CheckEmptyFile(const RuleInput& input, Reporter& reporter) {
  if (input.document.kind != DocumentKind::kEmpty || IsPlaceholderOfLock(input)) return;
  const std::string_view bytes = input.document.buffer.bytes;
  if (bytes.empty()) {
    reporter.Report(kSYN001, 0, "", "the file has 0 bytes");
    return;
  }
  const bool blank = bytes.find_first_not_of(kWhiteSpace) == std::string_view::npos;
  reporter.Report(kSYN001, 0, "",
                  fmt::format("the file has {} bytes and all of them are {}", bytes.size(),
                              blank ? "white space" : "NULs or white space"));
}

void CheckEmptyFileUnderLock(const RuleInput& input, Reporter& reporter) {
  if (input.document.kind != DocumentKind::kEmpty || !IsPlaceholderOfLock(input)) return;
  reporter.Report(kSYN016, 0, "", "the file has 0 bytes and a lock record stands beside it");
}

void CheckNotAState(const RuleInput& input, Reporter& reporter) {
  if (HasOwnRule(input)) return;
  reporter.Report(
      kSYN010, 0, "",
      fmt::format("what stands here is not a state: {}", KindName(input.document.kind)));
}

void CheckBackendPointer(const RuleInput& input, Reporter& reporter) {
  if (input.document.kind != DocumentKind::kBackendPointer) return;
  reporter.Report(
      kSYN011, 0, "",
      "this is what `init` notes about the backend, not a state: it holds no resources");
}

void CheckEncrypted(const RuleInput& input, Reporter& reporter) {
  if (input.document.kind != DocumentKind::kEncryptedState) return;
  if (input.tool == ToolFamily::kTerraform) return;
  reporter.Report(kSYN012, 0, "", "the state is encrypted by OpenTofu and was not looked into");
}

void CheckBinaryState(const RuleInput& input, Reporter& reporter) {
  if (input.document.kind != DocumentKind::kBinaryState) return;
  reporter.Report(kSYN014, 0, "", "the file begins with the mark of the binary format 0");
}

void CheckEncryptedAtRest(const RuleInput& input, Reporter& reporter) {
  const DocumentKind kind = input.document.kind;
  if (!IsEncryptedAtRest(kind)) return;
  reporter.Report(kSYN017, 0, "",
                  fmt::format("the file was not looked into: {}; `{}` opens it", KindName(kind),
                              OpeningCommand(input.document)));
}

}  // namespace tfsck
