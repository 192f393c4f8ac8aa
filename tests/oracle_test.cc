// Every odd state of the oracle against what Terraform 1.11.4 answered to it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "analyzers/check.h"
#include "engine/document.h"
#include "engine/state_list.h"
#include "engine/state_reader.h"
#include "engine/state_writer.h"
#include "report/json_text.h"
#include "tests/support/canonical_checks.h"

namespace tfsck {
namespace {

const std::string kOracle = std::string(TFSCK_SOURCE_DIR) + "/corpus/oracle/";

struct OracleCase {
  std::string name;
  nlohmann::json answers;
};

std::vector<OracleCase> Cases() {
  std::ifstream file(kOracle + "answers.json");
  const auto all = nlohmann::json::parse(file);
  std::vector<OracleCase> cases;
  for (const auto& [name, answers] : all.items()) {
    if (answers.contains("state_list")) cases.push_back({name, answers});
  }
  return cases;
}

Document Load(const std::string& name) {
  auto document = LoadDocument(kOracle + "cases/" + name + ".tfstate");
  EXPECT_TRUE(document.has_value()) << name;
  return std::move(*document);
}

std::vector<std::string> Listing(const StateSnapshot& state) {
  std::vector<std::string> addresses;
  for (const uint32_t row : ListedInstances(state, ToolFamily::kTerraform)) {
    addresses.push_back(state.InstanceAddress(row));
  }
  return addresses;
}

bool TerraformReads(const OracleCase& oracle_case) {
  return oracle_case.answers["state_pull"]["exit"] == 0;
}

class OracleTest : public testing::TestWithParam<OracleCase> {};

TEST_P(OracleTest, ReadableExactlyWhereTerraformReads) {
  const Document document = Load(GetParam().name);
  if (document.kind == DocumentKind::kEmpty) return;  // no state: `state pull` prints nothing
  EXPECT_EQ(ReadState(document.buffer).Readable(), TerraformReads(GetParam()));
}

TEST_P(OracleTest, ListsWhatTerraformLists) {
  if (!TerraformReads(GetParam())) return;
  const Document document = Load(GetParam().name);
  std::vector<std::string> expected;
  if (GetParam().answers["state_list"].contains("addresses")) {
    for (const auto& address : GetParam().answers["state_list"]["addresses"]) {
      expected.push_back(address);
    }
  }
  EXPECT_EQ(Listing(ReadState(document.buffer)), expected);
}

TEST_P(OracleTest, WritesBackWhatTerraformPulls) {
  if (!TerraformReads(GetParam())) return;
  const auto& pulled = GetParam().answers["state_pull"];
  if (!pulled.contains("document")) return;
  const Document document = Load(GetParam().name);
  if (document.kind == DocumentKind::kEmpty) return;
  WriteOptions options;
  options.tool_version = "1.11.4";
  const std::string written = WriteState(ReadState(document.buffer), options);
  std::string expected = pulled["document"];
  constexpr size_t kRecordedBytes = 4000;  // longer answers were cut when they were recorded
  if (expected.size() == kRecordedBytes) {
    EXPECT_EQ(written.substr(0, kRecordedBytes), expected);
    return;
  }
  ASSERT_TRUE(expected.ends_with("}\n\n"));
  expected.pop_back();  // `state pull` prints a line break of its own
  // The record is JSON, so ill-formed bytes became U+FFFD in it.
  EXPECT_EQ(JsonSafe(written), SortCheckResults(expected));
}

TEST_P(OracleTest, FatalFindingWhereverListFails) {
  const Document document = Load(GetParam().name);
  const DocumentReport report = Check(document, {.tool = ToolFamily::kTerraform});
  if (GetParam().answers["state_list"]["exit"] != 0) {
    EXPECT_EQ(WorstSeverity(report.counts), Severity::kFatal);
  }
}

std::string TestName(const testing::TestParamInfo<OracleCase>& oracle_case) {
  std::string name = oracle_case.param.name;
  for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Cases, OracleTest, testing::ValuesIn(Cases()), TestName);

}  // namespace
}  // namespace tfsck
