#include "analyzers/check.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/encrypted_envelope.h"
#include "engine/graph.h"
#include "engine/state_reader.h"

namespace tfsck {
namespace {

// One pass over the bytes: findings come by offset.
std::vector<LocatedFinding> Locate(std::vector<Finding> findings, std::string_view bytes) {
  std::vector<LocatedFinding> located;
  located.reserve(findings.size());
  uint64_t line = 1;
  size_t line_begin = 0;
  size_t seen = 0;
  for (Finding& finding : findings) {
    const size_t offset = std::min<size_t>(finding.offset, bytes.size());
    const std::string_view passed = bytes.substr(seen, offset - seen);
    if (const size_t last = passed.rfind('\n'); last != passed.npos) {
      line += static_cast<uint64_t>(std::count(passed.begin(), passed.end(), '\n'));
      line_begin = seen + last + 1;
    }
    seen = offset;
    located.push_back({std::move(finding), line, offset - line_begin + 1, nullptr});
  }
  return located;
}

void CountObjects(const StateSnapshot& state, DocumentReport* report) {
  report->resources = state.resources.size();
  report->outputs = state.outputs.size();
  for (const Instance& instance : state.instances) {
    report->instances += instance.deposed.empty() ? 1 : 0;
    report->deposed += instance.deposed.empty() ? 0 : 1;
    report->tainted += instance.tainted ? 1 : 0;
  }
}

void DescribeState(const StateSnapshot& state, DocumentReport* report) {
  report->readable = state.Readable();
  report->format_version = state.format_version;
  report->has_serial = true;
  report->serial = state.serial;
  report->lineage = state.lineage;
  report->tool_version = state.tool_version;
  report->family = state.family;
  CountObjects(state, report);
}

void DescribeEnvelope(const Document& document, DocumentReport* report) {
  const EnvelopeInfo envelope = ReadEnvelope(document.buffer.bytes);
  report->family = ToolFamily::kOpenTofu;
  report->has_serial = envelope.serial.has_value();
  report->serial = envelope.serial.value_or(0);
  report->lineage = envelope.lineage.value_or("");
}

}  // namespace

DocumentReport Check(const Document& document, const CheckOptions& options) {
  DocumentReport report;
  report.path = document.path;
  report.kind = document.kind;
  report.gzip = document.gzip;
  report.size = document.buffer.bytes.size();
  StateSnapshot state;
  if (document.kind == DocumentKind::kState) {
    state = ReadState(document.buffer);
    DescribeState(state, &report);
  } else if (document.kind == DocumentKind::kEncryptedState) {
    DescribeEnvelope(document, &report);
  }
  const bool given = options.tool != ToolFamily::kUnknown;
  report.judged_for = given ? options.tool : report.family;
  const DependencyGraph graph = BuildDependencyGraph(state);
  const RuleInput input{document, state, graph, report.judged_for, options.live_lock};
  report.findings =
      Locate(CheckDocument(input, &report.counts, options.threads), document.buffer.bytes);
  return report;
}

std::optional<Severity> WorstSeverity(const RuleCounts& counts) {
  std::optional<Severity> worst;
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    const Severity severity = AllRules()[i].severity;
    worst = std::max(worst.value_or(severity), severity);
  }
  return worst;
}

}  // namespace tfsck
