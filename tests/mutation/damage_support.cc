#include "tests/mutation/damage_support.h"

#include <optional>

#include "analyzers/check.h"
#include "engine/document.h"
#include "engine/json/go_scanner.h"
#include "engine/state_list.h"
#include "engine/state_reader.h"
#include "tests/support/check_support.h"

namespace tfsck::testing {
namespace {

bool IsSyntax(FactKind kind) {
  return kind == FactKind::kJsonSyntax || kind == FactKind::kTruncated ||
         kind == FactKind::kTrailingData || kind == FactKind::kTooDeep;
}

const FormatFact* SyntaxFact(const StateSnapshot& state) {
  for (const FormatFact& fact : state.facts) {
    if (IsSyntax(fact.kind)) return &fact;
  }
  return nullptr;
}

}  // namespace

std::string FullState() { return test::ReadFile(test::CorpusPath("mutations/full.tfstate")); }

std::string Defect(std::string_view bytes) {
  const auto document = MakeDocument("damaged.tfstate", Buffer::Copy(bytes));
  if (!document) return document.error().message;
  const StateSnapshot state = ReadState(document->buffer);
  const auto error = json::FindSyntaxError(bytes);
  const FormatFact* const fact = SyntaxFact(state);
  if (error.has_value() != (fact != nullptr)) return "the cursor and the scanner disagree";
  if (error && (fact->offset != error->offset || fact->detail != error->message)) {
    return "another syntax error than the scanner's";
  }
  const DocumentReport report = Check(*document, {.tool = ToolFamily::kTerraform});
  const bool fatal = WorstSeverity(report.counts) == Severity::kFatal;
  return report.readable || fatal ? "" : "neither readable nor a fatal finding";
}

std::string ListingOf(std::string_view bytes) {
  const StateSnapshot state = ReadState(Buffer::Copy(bytes));
  std::string lines;
  if (!state.Readable()) return lines;
  for (const uint32_t row : ListedInstances(state, ToolFamily::kTerraform)) {
    lines += state.InstanceAddress(row) + "\n";
  }
  return lines;
}

}  // namespace tfsck::testing
