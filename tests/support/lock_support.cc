#include "tests/support/lock_support.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "cli/lock_sources.h"
#include "engine/storage/timestamp.h"
#include "tests/support/check_support.h"

namespace tfsck::test {

LockOptions CorpusOptions() {
  LockOptions options;
  options.now_us = *ParseRfc3339("2026-11-22T12:00:00Z");
  return options;
}

LockEvidence ReadEvidence(const std::vector<NamedText>& inputs, const std::string& object) {
  LockEvidenceReader reader;
  for (const auto& [name, text] : inputs) {
    const auto document = MakeDocument(name, Buffer::Copy(text));
    const bool added = document.has_value() && reader.Add(*document).has_value();
    EXPECT_TRUE(added) << name;
  }
  return reader.Take(object);
}

LockReport CheckTexts(const std::vector<NamedText>& inputs, const LockOptions& options,
                      const std::string& object) {
  return CheckLocks(ReadEvidence(inputs, object), options);
}

LockReport CheckPaths(const std::vector<std::string>& paths, const LockOptions& options) {
  LockSources sources;
  for (const std::string& path : paths) sources.paths.push_back(CorpusPath("locks/" + path));
  GatheredLocks gathered = GatherLocks(sources);
  for (const Error& error : gathered.failures) ADD_FAILURE() << error.message;
  return CheckLocks(std::move(gathered.evidence), options);
}

std::vector<std::string> FindingLines(const LockReport& report) {
  std::vector<std::string> lines;
  for (const Finding& finding : report.findings) {
    lines.push_back(
        fmt::format("{} {}: {}", AllRules()[finding.rule].id, finding.address, finding.message));
  }
  return lines;
}

std::vector<std::string> GateLines(const LockJudgement& judgement) {
  std::vector<std::string> lines;
  for (const GateResult& gate : judgement.gates) {
    lines.push_back(
        fmt::format("{} {}: {}", GateId(gate.gate), GateAnswerName(gate.answer), gate.reason));
  }
  return lines;
}

}  // namespace tfsck::test
