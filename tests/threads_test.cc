// What tfsck prints does not depend on --threads, to the byte.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "tests/support/run_command.h"

namespace tfsck::testing {
namespace {

constexpr size_t kBigState = 10'000'000;

// One block; some have an id that another has, a name that is none, a key that is missing before
// theirs, or a dependency that is not in the state.
std::string Block(size_t row) {
  return fmt::format(
      R"({{"mode":"managed","type":"aws_instance","name":"{}{}","provider":"provider[\"registry.)"
      R"(terraform.io/hashicorp/aws\"]","instances":[{{"index_key":{},"schema_version":{},)"
      R"("attributes":{{"arn":null,"id":"i-{}","padding":"{}","tags":{{"row":"{}"}}}},)"
      R"("sensitive_attributes":[[{{"type":"get_attr","value":"{}"}}]],)"
      R"("dependencies":["aws_instance.{}"]}}]}})",
      row % 97 == 0 ? "0" : "r", row, row % 61 == 0 ? 3 : 0, row % 1000 == 7 ? 0 : 1,
      row % 53 == 0 ? row / 2 : row, std::string(200, 'x'), row,
      row % 41 == 0 ? "missing" : "padding",
      row % 31 == 0 ? fmt::format("gone{}", row) : fmt::format("r{}", row == 0 ? 0 : row - 1));
}

std::string BigState() {
  std::string text =
      R"({"version":4,"terraform_version":"1.11.4","serial":7,"lineage":"a","outputs":{},)"
      R"("resources":[)";
  for (size_t row = 0; text.size() < kBigState; ++row) text += (row == 0 ? "" : ",") + Block(row);
  return text + R"(],"check_results":null})";
}

// Checks `inputs` with several numbers of threads; all must print what one thread prints.
void ExpectSameForAnyThreads(const std::string& inputs) {
  for (const std::string format : {"text --all", "json"}) {
    const auto check = [&](int threads) {
      return RunBash(fmt::format("\"$TFSCK\" check --quiet --format {} --threads {} {} 2>/dev/null",
                                 format, threads, inputs));
    };
    const CommandResult one = check(1);
    EXPECT_EQ(one.exit_status, 1) << "findings are what could come in another order";
    EXPECT_FALSE(one.output.empty());
    for (const int threads : {2, 3, 8}) {
      const CommandResult many = check(threads);
      EXPECT_EQ(many.exit_status, one.exit_status) << threads << " threads";
      EXPECT_TRUE(many.output == one.output) << inputs << ", " << threads << " threads, " << format;
    }
  }
}

TEST(Threads, ManyFilesPrintTheSameForAnyNumber) {
  ExpectSameForAnyThreads("corpus/rules corpus/repeated");
}

TEST(Threads, OneBigStatePrintsTheSameForAnyNumber) {
  const std::string path = ::testing::TempDir() + "/threads_test.tfstate";
  std::ofstream(path) << BigState();
  ExpectSameForAnyThreads("'" + path + "'");
  std::remove(path.c_str());
}

}  // namespace
}  // namespace tfsck::testing
