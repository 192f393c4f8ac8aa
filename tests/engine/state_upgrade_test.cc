#include "engine/state_upgrade.h"

#include "engine/base/arena.h"
#include "tests/support/recorded_table.h"

namespace tfsck {
namespace {

// The tables keep line breaks as \n.
std::string OneLine(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

struct Answer {
  std::string kind;
  std::string text;
};

Answer Upgrade(const std::string& document, uint64_t version) {
  Arena arena;
  const auto state = UpgradeToV4(arena.Copy(document), version);
  if (state) return {"upgraded", state->document};
  return {state.error().panics ? "panics" : "refused", OneLine(state.error().message)};
}

TEST(StateUpgrade, AnswersAsTerraformDid) {
  const auto rows = ReadRecordedTable("state_upgrades.tsv", 4);
  ASSERT_GT(rows.size(), 300u);
  for (const auto& row : rows) {
    const Answer answer = Upgrade(row[1], std::stoull(row[0]));
    EXPECT_EQ(answer.kind, row[2]) << row[1];
    EXPECT_EQ(answer.text, row[3]) << row[1];
  }
}

TEST(StateUpgrade, SourceMapLeadsBackToTheOldDocument) {
  const std::string old =
      R"({"version":3,"modules":[{"path":["root"],"outputs":{"o":{"value":1}},"resources":{)"
      R"("b.x":{"primary":{"id":"1"},"deposed":[{"id":"2"}]},"a.x":{"primary":{"id":"3"}}}}]})";
  Arena arena;
  const auto state = UpgradeToV4(arena.Copy(old), 3);
  ASSERT_TRUE(state);
  const std::string& v4 = state->document;
  const auto source = [&](const std::string& at) {
    uint64_t offset = 0;
    for (const SourceMapEntry& entry : state->source_map) {
      if (entry.v4_offset <= v4.find(at)) offset = entry.source_offset;
    }
    return old.substr(offset, 9);
  };
  EXPECT_EQ(source("\"o\""), "\"o\":{\"val");
  EXPECT_EQ(source("\"type\":\"b\""), "\"b.x\":{\"p");
  EXPECT_EQ(source("\"type\":\"a\""), "\"a.x\":{\"p");
  EXPECT_EQ(source("{\"id\":\"1\"}"), "{\"id\":\"1\"");
  EXPECT_EQ(source("{\"id\":\"2\"}"), "{\"id\":\"2\"");
  EXPECT_EQ(source("{\"id\":\"3\"}"), "{\"id\":\"3\"");
  for (size_t i = 1; i < state->source_map.size(); ++i) {
    EXPECT_LT(state->source_map[i - 1].v4_offset, state->source_map[i].v4_offset);
  }
  EXPECT_EQ(state->source_map.size(), 6u);
}

TEST(StateUpgrade, BrokenJsonIsSaidAsTerraformSaysIt) {
  EXPECT_EQ(
      Upgrade("{\"version\":3,}", 3).text,
      "Invalid state file format: The state file could not be parsed as JSON: syntax error at "
      "byte offset 14.");
}

TEST(StateUpgrade, DeepOutputsAreUpgraded) {
  const std::string deep = std::string(9'900, '[') + std::string(9'900, ']');
  const Answer answer = Upgrade(
      R"({"version":3,"modules":[{"path":["root"],"outputs":{"o":{"value":)" + deep + "}}}]}", 3);
  EXPECT_EQ(answer.kind, "upgraded");
  EXPECT_NE(answer.text.find("\"value\":" + deep + ",\"type\":[\"list\",[\"list\","),
            std::string::npos);
}

}  // namespace
}  // namespace tfsck
