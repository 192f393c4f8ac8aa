#include "tests/support/check_support.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace tfsck::test {
namespace {

bool HasLockRecord(const std::filesystem::path& state) {
  const std::string name = "." + state.filename().string() + ".lock.info";
  return std::filesystem::exists(state.parent_path() / name);
}

}  // namespace

DocumentReport CheckFile(const std::string& path, ToolFamily tool) {
  const auto document = LoadDocument(path);
  if (!document) {
    ADD_FAILURE() << document.error().message;
    return {};
  }
  return Check(*document, {.tool = tool, .live_lock = HasLockRecord(path)});
}

DocumentReport CheckText(std::string_view text, CheckOptions options) {
  auto document = MakeDocument("text.tfstate", Buffer::Copy(text));
  if (!document) {
    ADD_FAILURE() << document.error().message;
    return {};
  }
  return Check(*document, options);
}

std::vector<std::pair<std::string, std::string>> RuleIds(const DocumentReport& report) {
  std::vector<std::pair<std::string, std::string>> ids;
  for (const LocatedFinding& located : report.findings) {
    const Finding& finding = located.finding;
    ids.emplace_back(AllRules()[finding.rule].id, finding.address);
  }
  return ids;
}

std::vector<std::pair<std::string, std::string>> RuleIds(const std::string& path) {
  return RuleIds(CheckFile(path));
}

std::set<std::string> DistinctRules(const DocumentReport& report) {
  std::set<std::string> ids;
  for (const auto& [id, address] : RuleIds(report)) ids.insert(id);
  return ids;
}

std::vector<std::string> Lines(const DocumentReport& report) {
  std::vector<std::string> lines;
  for (const LocatedFinding& located : report.findings) {
    const Finding& finding = located.finding;
    const std::string address = finding.address.empty() ? "" : finding.address + ": ";
    lines.push_back(fmt::format("{} {}:{} {}{}", AllRules()[finding.rule].id, located.line,
                                located.column, address, finding.message));
  }
  return lines;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string CorpusPath(std::string_view name) {
  return fmt::format("{}/corpus/{}", TFSCK_SOURCE_DIR, name);
}

}  // namespace tfsck::test
