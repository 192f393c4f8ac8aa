// SYN rules about the bytes of a document that is, or was, a state.
#include <fmt/format.h>

#include <string>
#include <string_view>

#include "analyzers/fact_walk.h"
#include "analyzers/rule_functions.h"

namespace tfsck {
namespace {

// UTF-16 without a mark: every second byte of its ASCII is a NUL.
bool IsUnmarkedUtf16(const Document& document) {
  const std::string_view two = document.buffer.bytes.substr(0, 2);
  return document.kind == DocumentKind::kState &&
         (two == std::string_view("{\0", 2) || two == std::string_view("\0{", 2));
}

}  // namespace

void CheckJsonSyntax(const RuleInput& input, Reporter& reporter) {
  if (IsUnmarkedUtf16(input.document)) return;  // SYN005 says it better
  if (input.document.kind == DocumentKind::kMergeConflict) {
    const size_t marker = FindConflictMarker(input.document.buffer.bytes);
    reporter.Report(kSYN002, marker == std::string_view::npos ? 0 : marker, "",
                    "the markers of an unresolved merge conflict stand in the file");
    return;
  }
  ReportFacts(input, reporter, kSYN002, FactKind::kJsonSyntax, [](const FormatFact& fact) {
    return fmt::format("this is not JSON: {}", fact.detail);
  });
}

void CheckTruncated(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kSYN003, FactKind::kTruncated, [](const FormatFact& fact) {
    return fmt::format("the document ends inside a value after {} bytes", fact.offset);
  });
}

void CheckTrailingData(const RuleInput& input, Reporter& reporter) {
  const size_t size = input.document.buffer.bytes.size();
  ReportFacts(input, reporter, kSYN004, FactKind::kTrailingData, [size](const FormatFact& fact) {
    const uint64_t more = size > fact.offset ? size - fact.offset : 0;
    return fmt::format("{} more byte{} from offset {} on, behind the end of the document", more,
                       more == 1 ? "" : "s", fact.offset);
  });
}

void CheckByteOrderMark(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kSYN005, FactKind::kByteOrderMark, [](const FormatFact& fact) {
    return fmt::format("the file begins with the byte order mark of {}", fact.detail);
  });
  if (IsUnmarkedUtf16(input.document)) reporter.Report(kSYN005, 0, "", "the file is UTF-16");
}

void CheckInvalidUtf8(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kSYN006, FactKind::kIllFormedUtf8,
              [](const FormatFact&) { return std::string("the bytes here are not UTF-8"); });
  ReportFacts(input, reporter, kSYN006, FactKind::kLoneSurrogate, [](const FormatFact&) {
    return std::string("a \\u escape here is half a surrogate pair");
  });
}

void CheckDuplicateKey(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kSYN007, FactKind::kRepeatedKey, [](const FormatFact& fact) {
    return fmt::format("key \"{}\" stands here a second time in one object", fact.detail);
  });
}

void CheckKeyCase(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kSYN008, FactKind::kKeyCase, [](const FormatFact& fact) {
    return fmt::format("key \"{}\" is not in the letters that the format has", fact.detail);
  });
}

void CheckTooDeep(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kSYN009, FactKind::kTooDeep, [](const FormatFact&) {
    return std::string("values are nested more than 10,000 levels deep here");
  });
}

void CheckDuplicateValueKey(const RuleInput& input, Reporter& reporter) {
  ReportFacts(input, reporter, kSYN015, FactKind::kRepeatedValueKey, [](const FormatFact& fact) {
    if (fact.detail.empty()) return std::string("a key stands here a second time in one object");
    return fmt::format("key \"{}\" stands here a second time in one object of a value",
                       fact.detail);
  });
}

}  // namespace tfsck
