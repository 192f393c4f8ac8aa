// The examples, the schema and the page agree with the reader.
#include <gtest/gtest.h>

#include <charconv>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "engine/base/config_document.h"
#include "simulator/presets.h"
#include "simulator/scenario_reader.h"
#include "simulator/scenario_writer.h"
#include "tests/simulator/random_scenario.h"
#include "tests/support/json_schema.h"
#include "tests/support/run_command.h"

namespace tfsck {
namespace {

using nlohmann::json;
using ::tfsck::testing::RandomScenario;
using ::tfsck::testing::ReadTextFile;
using ::tfsck::testing::SchemaViolation;

json ScalarAsJson(const std::string& text) {
  if (text == "true") return true;
  if (text == "false") return false;
  uint64_t whole = 0;
  double number = 0;
  const char* end = text.data() + text.size();
  if (std::from_chars(text.data(), end, whole).ptr == end) return whole;
  if (std::from_chars(text.data(), end, number).ptr == end) return number;
  return text;
}

json AsJson(const ConfigNode& node) {
  if (node.kind() == ConfigKind::kNull) return nullptr;
  if (node.kind() == ConfigKind::kScalar) return ScalarAsJson(*node.AsString());
  if (node.kind() == ConfigKind::kList) {
    json list = json::array();
    const auto items = *node.AsList();
    for (const ConfigNode& item : items) list.push_back(AsJson(item));
    return list;
  }
  json map = json::object();
  const auto members = *node.AsMap();
  for (const auto& [key, value] : members) map[key] = AsJson(value);
  return map;
}

std::string Violation(std::string_view yaml) {
  static const json schema = json::parse(ReadTextFile("docs/formats/scenario.schema.json"));
  return SchemaViolation(schema, AsJson(ConfigDocument::Parse("s.yaml", yaml)->root()));
}

TEST(ExampleScenarios, AreTheFilesOfTheCorpusAndInOrder) {
  size_t files = 0;
  const std::string folder = std::string(TFSCK_SOURCE_DIR) + "/corpus/scenarios/examples";
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    files += file.path().extension() == ".yaml" ? 1 : 0;
  }
  EXPECT_EQ(ExampleScenarios().size(), files);
  for (const ExampleScenario& example : ExampleScenarios()) {
    const std::string name(example.name);
    EXPECT_EQ(example.yaml, ReadTextFile("corpus/scenarios/examples/" + name + ".yaml"));
    const auto scenario = ReadScenario(name, example.yaml);
    ASSERT_TRUE(scenario) << scenario.error().message;
    EXPECT_EQ(scenario->name, name);
    EXPECT_EQ(example.yaml.substr(0, 2), "# ") << name;
    EXPECT_EQ(Violation(example.yaml), "") << name;
  }
}

TEST(ScenarioSchema, HoldsForWhateverIsWritten) {
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    const std::string yaml = WriteScenario(RandomScenario(seed).Make());
    ASSERT_EQ(Violation(yaml), "") << yaml;
  }
}

TEST(ScenarioSchema, IsStrict) {
  const std::string rest = "workspaces: [app]\nanalysis: {kind: terminating, horizon: 1w}\n";
  EXPECT_EQ(Violation("version: 1\n" + rest), "");
  EXPECT_EQ(Violation("version: 2\n" + rest), "/version: const");
  EXPECT_EQ(Violation("version: 1\nteems: []\n" + rest), ": unexpected teems");
  EXPECT_EQ(Violation("version: 1\nworkspaces: [app]\n"), ": lacks analysis");
}

TEST(ScenarioSchema, NamesEveryDiscipline) {
  const json schema = json::parse(ReadTextFile("docs/formats/scenario.schema.json"));
  json names = json::array();
  for (const LockDisciplineRow& row : LockDisciplines()) names.push_back(row.discipline.name);
  EXPECT_EQ(schema["$defs"]["discipline"]["enum"], names);
}

// Each ```yaml block of the page that begins a scenario is one.
TEST(ScenarioPage, ShowsScenariosInOrder) {
  const std::string page = ReadTextFile("docs/formats/scenario.md");
  size_t scenarios = 0;
  const std::string fence = "```yaml\nversion: 1\n";
  for (size_t at = page.find(fence); at != page.npos; at = page.find(fence, at + 1)) {
    const size_t begin = at + 8;
    const std::string yaml = page.substr(begin, page.find("```", begin) - begin);
    const auto scenario = ReadScenario("scenario.md", yaml);
    EXPECT_TRUE(scenario) << scenario.error().message;
    EXPECT_EQ(Violation(yaml), "");
    ++scenarios;
  }
  EXPECT_GE(scenarios, 1u);
}

}  // namespace
}  // namespace tfsck
