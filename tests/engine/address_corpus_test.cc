// corpus/addresses: texts with the verdict that Terraform 1.11.4 gave on each, read one by one.
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/address.h"
#include "engine/checkable_address.h"
#include "engine/provider_address.h"

namespace tfsck {
namespace {

struct Row {
  std::string kind;  // of checkables
  std::string text;
  std::string verdict;
  std::string canonical;
  std::string diagnostic;
  size_t diagnostics = 0;
};

std::string FromJson(const std::string& field) {
  return nlohmann::json::parse(field).get<std::string>();
}

std::vector<Row> ReadRows(const std::string& name, bool has_kind) {
  std::ifstream file(std::string(TFSCK_SOURCE_DIR) + "/corpus/addresses/" + name);
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream fields(line);
    Row row;
    std::string field;
    if (has_kind) std::getline(fields, row.kind, '\t');
    std::getline(fields, field, '\t');
    row.text = FromJson(field);
    std::getline(fields, row.verdict, '\t');
    std::getline(fields, field, '\t');
    row.canonical = FromJson(field);
    std::getline(fields, field, '\t');
    row.diagnostic = FromJson(field);
    fields >> row.diagnostics;
    rows.push_back(row);
  }
  return rows;
}

std::string Message(const AddressError& error) {
  return error.detail.empty() ? error.summary : error.summary + ": " + error.detail;
}

void ExpectRefused(const Row& row, const AddressError& error) {
  EXPECT_EQ(row.verdict, "refused");
  EXPECT_EQ(row.diagnostic, Message(error));
  EXPECT_EQ(row.diagnostics, error.count);
}

TEST(AddressCorpus, ModulesAreJudgedAsByTerraform) {
  const std::vector<Row> rows = ReadRows("module.tsv", false);
  EXPECT_GT(rows.size(), 200U);
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    const auto module = ParseModuleAddress(row.text);
    if (!module) {
      ExpectRefused(row, module.error());
      continue;
    }
    EXPECT_EQ(row.verdict, "accepted");
    EXPECT_EQ(row.canonical, ToString(*module));
  }
}

TEST(AddressCorpus, DependenciesAreJudgedAsByTerraform) {
  const std::vector<Row> rows = ReadRows("dependency.tsv", false);
  EXPECT_GT(rows.size(), 150U);
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    const auto resource = ParseDependency(row.text);
    if (!resource) {
      ExpectRefused(row, resource.error());
      continue;
    }
    EXPECT_EQ(row.verdict, "accepted");
    EXPECT_EQ(row.canonical, ToString(*resource));
    EXPECT_EQ(row.canonical == row.text, resource->canonical);
  }
}

TEST(AddressCorpus, ProvidersAreJudgedAsByTerraform) {
  const std::vector<Row> rows = ReadRows("provider.tsv", false);
  EXPECT_GT(rows.size(), 200U);
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    const auto provider = ParseProviderAddress(row.text);
    if (!provider) {
      EXPECT_EQ(row.verdict, provider.error().crashes ? "crash" : "dropped");
      continue;
    }
    EXPECT_EQ(row.verdict, "accepted");
    EXPECT_EQ(row.canonical, ToString(*provider));
  }
}

TEST(AddressCorpus, CheckablesAreJudgedAsByTerraform) {
  const std::vector<Row> rows = ReadRows("checkable.tsv", true);
  EXPECT_GT(rows.size(), 150U);
  for (const Row& row : rows) {
    SCOPED_TRACE(row.kind + " " + row.text);
    const CheckableVerdict verdict = ParseCheckable(*ParseCheckableKind(row.kind), row.text);
    switch (verdict.outcome) {
      case CheckableVerdict::Outcome::kRefused:
        ExpectRefused(row, verdict.error);
        break;
      case CheckableVerdict::Outcome::kCrash:
        EXPECT_EQ(row.verdict, "crash");
        break;
      case CheckableVerdict::Outcome::kAccepted:
        EXPECT_EQ(row.verdict, verdict.has_instance_keys ? "indexed" : "accepted");
        EXPECT_EQ(row.canonical, verdict.text);
        if (verdict.has_instance_keys) {
          EXPECT_EQ(row.diagnostic, IndexedConfigAddressMessage(row.text));
        }
    }
  }
}

}  // namespace
}  // namespace tfsck
