// What a check says of each document of the corpus: the rules and their severities, and no others.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "tests/support/check_support.h"

namespace tfsck {
namespace {

// One line "NAME<tab>ID:severity ..." with the ids in order, each once; "-" for none.
std::string LineOf(const std::string& name, const DocumentReport& report, Severity least) {
  std::set<std::string> findings;
  for (const LocatedFinding& located : report.findings) {
    const Rule& rule = AllRules()[located.finding.rule];
    if (rule.severity < least) continue;
    findings.insert(fmt::format("{}:{}", rule.id, SeverityName(rule.severity)));
  }
  return fmt::format("{}\t{}", name,
                     findings.empty() ? "-" : fmt::to_string(fmt::join(findings, " ")));
}

std::vector<std::string> ExpectedLines(const std::string& table) {
  std::ifstream file(test::CorpusPath(table));
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  EXPECT_FALSE(lines.empty()) << table;
  if (!lines.empty()) lines.erase(lines.begin());  // the header
  return lines;
}

// One line for each state of a folder, by name.
std::vector<std::string> LinesOfFolder(const std::string& folder, Severity least) {
  std::vector<std::string> lines;
  for (const auto& entry : std::filesystem::directory_iterator(test::CorpusPath(folder))) {
    if (entry.path().extension() != ".tfstate") continue;
    lines.push_back(LineOf(entry.path().stem(), test::CheckFile(entry.path()), least));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST(ExpectedFindings, EveryOddStateHasThoseOfTheCatalogue) {
  EXPECT_EQ(LinesOfFolder("oracle/cases", Severity::kInfo), ExpectedLines("invalid/expected.tsv"));
}

TEST(ExpectedFindings, AboveInfoHealthyStatesHaveOnlyWhatIsTrulyThere) {
  EXPECT_EQ(LinesOfFolder("valid", Severity::kWarning), ExpectedLines("valid/expected.tsv"));
}

// {file, rule, severity, address} of every finding at error or above in the archive.
std::set<std::string> ArchiveLines() {
  const std::filesystem::path root = test::CorpusPath("archives/acme");
  std::set<std::string> lines;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    const std::string name = entry.path().filename();
    const bool state = name.ends_with(".tfstate") || name.ends_with(".backup");
    if (!state || entry.path().parent_path().filename() == ".terraform") continue;
    const std::string file = std::filesystem::relative(entry.path(), root);
    for (const LocatedFinding& located : test::CheckFile(entry.path()).findings) {
      const Rule& rule = AllRules()[located.finding.rule];
      if (rule.severity < Severity::kError) continue;
      lines.insert(fmt::format("{}\t{}\t{}\t{}", file, rule.id, SeverityName(rule.severity),
                               located.finding.address));
    }
  }
  return lines;
}

TEST(ExpectedFindings, TheArchiveHasItsMishapsAndNoOthers) {
  std::set<std::string> expected;
  for (const std::string& line : ExpectedLines("archives/acme-expected.tsv")) {
    expected.insert(line.substr(0, line.rfind('\t')));
  }
  EXPECT_EQ(ArchiveLines(), expected);
}

}  // namespace
}  // namespace tfsck
