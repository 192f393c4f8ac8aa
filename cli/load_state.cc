#include "cli/load_state.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzers/check.h"
#include "cli/command.h"
#include "cli/load_document.h"
#include "cli/output.h"
#include "engine/base/printable.h"
#include "engine/state_reader.h"

namespace tfsck {
namespace {

Error NotAState(const Document& document) {
  const std::string_view open = HowToOpen(document.kind);
  return {ErrorKind::kUnreadable,
          fmt::format("{}: not a state: {}{}{}", document.path, KindName(document.kind),
                      open.empty() ? "" : "; ", open)};
}

Error Refused(const Document& document) {
  return {ErrorKind::kUnreadable,
          fmt::format("{}: Terraform cannot read this state: {}; `tfsck check` says more",
                      document.path, RefusalReason(document))};
}

}  // namespace

std::string RefusalReason(const Document& document) {
  const DocumentReport report = Check(document, {});
  const auto worst = std::max_element(
      report.findings.begin(), report.findings.end(), [](const auto& a, const auto& b) {
        return AllRules()[a.finding.rule].severity < AllRules()[b.finding.rule].severity;
      });
  if (worst == report.findings.end()) return "it is refused";
  return fmt::format("{} at line {}, column {}: {}", AllRules()[worst->finding.rule].id,
                     worst->line, worst->column, worst->finding.message);
}

Result<LoadedState> LoadState(const std::string& path) {
  auto document = LoadArgument(path);
  if (!document) return tl::unexpected(std::move(document.error()));
  const bool state_like =
      document->kind == DocumentKind::kState || document->kind == DocumentKind::kBackendPointer;
  if (!state_like) return tl::unexpected(NotAState(*document));
  LoadedState loaded;
  loaded.state = ReadState(document->buffer);
  if (auto unchanged = document->StillUnchanged(); !unchanged) {
    return tl::unexpected(std::move(unchanged.error()));
  }
  if (!loaded.state.Readable()) return tl::unexpected(Refused(*document));
  loaded.document = std::move(*document);
  return loaded;
}

int Complain(const Error& error) {
  WriteError(fmt::format("tfsck: {}\n", Printable(error.message)));
  switch (error.kind) {
    case ErrorKind::kUsage:
      return kExitUsage;
    case ErrorKind::kUnreadable:
      return kExitUnreadable;
    default:
      return kExitInternal;
  }
}

}  // namespace tfsck
