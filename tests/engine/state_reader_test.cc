// ReadState against the real Terraform's answers to repeated, folded and null keys, and the facts
// that only our reader keeps.
#include "engine/state_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "engine/state_list.h"
#include "engine/state_writer.h"

namespace tfsck {
namespace {

using testing::ElementsAre;

const std::filesystem::path kFolder = std::filesystem::path(TFSCK_SOURCE_DIR) / "corpus/repeated";

std::string Slurp(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string WrittenBack(std::string_view document) {
  const StateSnapshot state = ReadState(Buffer::Copy(document));
  if (!state.Readable()) return "refused\n";
  WriteOptions options;
  options.tool_version = "1.11.4";
  return WriteState(state, options);
}

std::vector<std::string> RepeatedCases() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".tfstate") names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class RepeatedKeys : public testing::TestWithParam<std::string> {};

TEST_P(RepeatedKeys, MeanWhatTerraformUnderstands) {
  EXPECT_EQ(WrittenBack(Slurp(kFolder / (GetParam() + ".tfstate"))),
            Slurp(kFolder / (GetParam() + ".pulled")));
}

INSTANTIATE_TEST_SUITE_P(Corpus, RepeatedKeys, testing::ValuesIn(RepeatedCases()),
                         [](const auto& each) {
                           std::string name = each.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

// The second array puts a number over an object whose instances have been read.
TEST(StateReader, AnElementThatIsNoObjectHasNoInstances) {
  const StateSnapshot state = ReadState(Buffer::Copy(R"({
    "version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "l", "outputs": {},
    "resources": [
      {"mode": "managed", "type": "terraform_data", "name": "a",
       "provider": "provider[\"terraform.io/builtin/terraform\"]",
       "instances": [{"schema_version": 0, "attributes": {"id": "x"}, "status": "tainted"}]}],
    "resources": [1]})"));
  EXPECT_FALSE(state.Readable());
  ASSERT_EQ(state.resources.size(), 1U);
  EXPECT_FALSE(state.resources[0].readable);
  EXPECT_EQ(state.resources[0].instance_count, 0U);
  EXPECT_TRUE(state.instances.empty());
  EXPECT_TRUE(state.InstancesOf(state.resources[0]).empty());
}

// ---- facts --------------------------------------------------------------------------------

constexpr std::string_view kProvider =
    R"("provider":"provider[\"terraform.io/builtin/terraform\"]")";

std::string Document(std::string_view members) {
  return R"({"version":4,"terraform_version":"1.11.4","serial":7,"lineage":"l","outputs":{},)" +
         std::string(members) + R"(,"check_results":null})";
}

std::string OneInstance(std::string_view members) {
  return Document(R"("resources":[{"mode":"managed","type":"t","name":"n",)" +
                  std::string(kProvider) + R"(,"instances":[{)" + std::string(members) + "}]}]");
}

struct Seen {
  FactKind kind;
  bool refused;
  std::string detail;
  bool operator==(const Seen&) const = default;
};

void PrintTo(const Seen& seen, std::ostream* out) {
  *out << "kind " << static_cast<int>(seen.kind) << (seen.refused ? " refused " : " noted ")
       << seen.detail;
}

std::vector<Seen> Facts(std::string_view document) {
  std::vector<Seen> seen;
  for (const FormatFact& fact : ReadState(Buffer::Copy(document)).facts) {
    seen.push_back({fact.kind, fact.refused, std::string(fact.detail)});
  }
  return seen;
}

TEST(StateReader, HealthyStateGivesNoFact) {
  EXPECT_THAT(Facts(OneInstance(R"("schema_version":0,"attributes":{},"sensitive_attributes":[])")),
              ElementsAre());
}

TEST(StateReader, NotesUnknownFoldedAndRepeatedKeys) {
  EXPECT_THAT(Facts(OneInstance(R"("zzz":1,"Attributes":{},"attributes":{"a":1,"\u0061":2})")),
              ElementsAre(Seen{FactKind::kUnknownKey, false, "zzz"},
                          Seen{FactKind::kKeyCase, false, "Attributes"},
                          Seen{FactKind::kRepeatedKey, false, "attributes"},
                          Seen{FactKind::kRepeatedValueKey, false, ""}));
}

TEST(StateReader, OneBadRecordHidesNoOther) {
  const std::string document = Document(
      R"("resources":[{"mode":"m1","instances":[]},5,{"mode":"data","type":"t","name":"n",)" +
      std::string(kProvider) +
      R"(,"instances":[{"attributes":{},"status":"odd"},{"index_key":true,"attributes":{},)" +
      R"("dependencies":["?"],"private":"x"}]}])");
  EXPECT_THAT(
      Facts(document),
      ElementsAre(Seen{FactKind::kModeBad, true, "m1"},
                  Seen{FactKind::kContainerType, true, "resources: number"},
                  Seen{FactKind::kStatusBad, true, "odd"}, Seen{FactKind::kKeyKind, true, "bool"},
                  Seen{FactKind::kDependencyBad, true,
                       "Variable name required: Must begin with a variable name."},
                  Seen{FactKind::kPrivateBad, true, "illegal base64 data at input byte 0"}));
}

// Go decodes every element before Terraform looks at any.
TEST(StateReader, RefusesAWrongKindInAnElementThatIsCutOff) {
  const std::string bad = R"({"mode":"managed","name":[],"instances":[{"dependencies":[5]}]})";
  const std::vector<Seen> expected = {
      {FactKind::kFieldType, true, "resources.name: array"},
      {FactKind::kDependencyBad, true, "resources.instances.dependencies: number"},
      {FactKind::kRepeatedKey, false, "resources"}};
  EXPECT_EQ(Facts(Document("\"resources\":[" + bad + "],\"resources\":[]")), expected);
  const auto thrice =
      Facts(Document("\"resources\":[],\"resources\":[" + bad + "],\"resources\":[]"));
  EXPECT_EQ(std::count(thrice.begin(), thrice.end(), expected[0]), 1);
  EXPECT_EQ(std::count(thrice.begin(), thrice.end(), expected[1]), 1);
}

TEST(StateReader, ReadsWhatStandsBeforeTheDamage) {
  const std::string whole =
      Document(R"("resources":[{"mode":"managed","type":"t","name":"a",)" + std::string(kProvider) +
               R"(,"instances":[{"attributes":{}}]},{"mode":"managed","type":"t","name":"b",)" +
               std::string(kProvider) + R"(,"instances":[{"attributes":{}}]}])");
  const std::string cut = whole.substr(0, whole.find("\"b\""));
  const StateSnapshot state = ReadState(Buffer::Copy(cut));
  EXPECT_FALSE(state.Readable());
  ASSERT_EQ(state.resources.size(), 1u);
  EXPECT_EQ(state.InstanceAddress(0), "t.a");
  EXPECT_THAT(Facts(cut),
              ElementsAre(Seen{FactKind::kTruncated, true, "unexpected end of JSON input"}));
}

TEST(StateReader, ReadsWhatStandsBeforeACutInsideAString) {
  const std::string whole = OneInstance(R"("attributes":{"id":"x"}},{"index_key":"cut)");
  const std::string cut = whole.substr(0, whole.find("cut") + 1);
  const StateSnapshot state = ReadState(Buffer::Copy(cut));
  EXPECT_EQ(state.serial, 7u);
  EXPECT_EQ(state.lineage, "l");
  EXPECT_FALSE(state.Readable());
}

TEST(StateReader, DropsTheResourceOfAnUnparsableProviderAndSaysSo) {
  const std::string document = Document(
      R"("resources":[{"mode":"managed","type":"t","name":"n","provider":"???","instances":[)"
      R"({"attributes":{},"status":"odd"}]}])");
  const StateSnapshot state = ReadState(Buffer::Copy(document));
  EXPECT_TRUE(state.Readable());  // so it reads the odd status no more
  EXPECT_TRUE(state.resources[0].dropped);
  EXPECT_TRUE(ListedInstances(state, ToolFamily::kTerraform).empty());
  EXPECT_THAT(Facts(document), ElementsAre(Seen{FactKind::kProviderUnparsable, false, "???"},
                                           Seen{FactKind::kStatusBad, false, "odd"}));
}

TEST(StateReader, KeepsGoingBehindAByteOrderMark) {
  const std::string document = "\xEF\xBB\xBF" + OneInstance(R"("attributes":null)");
  const StateSnapshot state = ReadState(Buffer::Copy(document));
  EXPECT_FALSE(state.Readable());
  EXPECT_EQ(state.serial, 7u);
  EXPECT_THAT(Facts(document), ElementsAre(Seen{FactKind::kByteOrderMark, true, "UTF-8"},
                                           Seen{FactKind::kAttributesNull, false, ""}));
}

TEST(StateReader, GivesTerraformsWordsForBadVersions) {
  const auto words = [](std::string_view version) -> std::string {
    for (const Seen& seen : Facts(R"({"version":)" + std::string(version) + "}")) {
      if (seen.kind == FactKind::kVersionBad) return seen.detail;
    }
    return "none";
  };
  EXPECT_EQ(words("-4"),
            "The version in the state file is number -4. A positive whole number is required.");
  EXPECT_EQ(words("\"4\""),
            "The version in the state file is string. A positive whole number is required.");
  EXPECT_EQ(words("null"),
            "The state file does not have a \"version\" attribute, which is required to identify "
            "the format version.");
}

TEST(StateReader, SharesEqualDependencyLists) {
  const std::string document =
      Document(R"("resources":[{"mode":"managed","type":"t","name":"n",)" + std::string(kProvider) +
               R"(,"instances":[{"index_key":0,"attributes":{},"dependencies":["t.a","t.b"]},)" +
               R"({"index_key":1,"attributes":{},"dependencies":["t.a","t.b"]},)" +
               R"({"index_key":2,"attributes":{},"dependencies":["t.b"]}]}])");
  const StateSnapshot state = ReadState(Buffer::Copy(document));
  EXPECT_EQ(state.instances[0].dependency_list, state.instances[1].dependency_list);
  EXPECT_EQ(state.dependency_rows.size(), 3u);
  EXPECT_EQ(state.hubs.size(), 3u);
  EXPECT_EQ(state.hubs[state.Dependencies(state.instances[2].dependency_list)[0]].text, "t.b");
}

TEST(StateReader, ReadsADocumentOfManyWindowsLikeASmallOne) {
  std::string resources;
  for (int i = 0; i < 3000; ++i) {
    resources += (i == 0 ? "" : ",") + std::string(R"({"mode":"managed","type":"t","name":"n)") +
                 std::to_string(i) + "\"," + std::string(kProvider) +
                 R"(,"instances":[{"attributes":{"id":"i)" + std::to_string(i) + R"(","text":")" +
                 std::string(static_cast<size_t>(i % 300), ',') + R"(\","}}]})";
  }
  const StateSnapshot state =
      ReadState(Buffer::Copy(Document("\"resources\":[" + resources + "]")));
  EXPECT_TRUE(state.Readable());
  ASSERT_EQ(state.instances.size(), 3000u);
  for (size_t i = 0; i < state.instances.size(); ++i) {
    ASSERT_EQ(state.instances[i].id, "i" + std::to_string(i));
  }
}

}  // namespace
}  // namespace tfsck
