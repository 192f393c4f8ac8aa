#include "engine/sensitive_paths.h"

#include "engine/base/arena.h"
#include "tests/support/recorded_table.h"

namespace tfsck {
namespace {

std::string Joined(const std::vector<std::string>& problems) {
  std::string out;
  for (const std::string& problem : problems) out += (out.empty() ? "" : "\n") + problem;
  return out;
}

TEST(SensitivePaths, ReadAndWrittenAsTerraformDid) {
  const auto rows = ReadRecordedTable("sensitive_paths.tsv", 5);
  ASSERT_GT(rows.size(), 50u);
  for (const auto& row : rows) {
    Arena arena;
    const auto paths = ParseSensitivePaths(arena.Copy(row[0]));
    ASSERT_EQ(paths.has_value(), row[1] == "accepted") << row[0];
    if (paths) {
      std::string written;
      AppendSensitivePaths(*paths, &written);
      EXPECT_EQ(written, row[2]) << row[0];
      continue;
    }
    EXPECT_EQ(paths.error().panics, row[1] == "panics") << row[0];
    std::vector<std::string> want;
    for (size_t i = 2; i < row.size() && !row[i].empty(); ++i) want.push_back(row[i]);
    EXPECT_EQ(Joined(paths.error().problems), Joined(want)) << row[0];
  }
}

PathTarget Resolve(const std::string& attributes, const std::string& path) {
  Arena arena;
  const auto paths = ParseSensitivePaths(arena.Copy("[[" + path + "]]"));
  return ResolvePath(arena.Copy(attributes), paths->at(0));
}

std::string Name(const std::string& name) {
  return "{\"type\":\"get_attr\",\"value\":\"" + name + "\"}";
}

std::string Index(const std::string& value, const std::string& type) {
  return "{\"type\":\"index\",\"value\":{\"value\":" + value + ",\"type\":" + type + "}}";
}

TEST(SensitivePaths, TargetsInAttributes) {
  const std::string kAttributes =
      R"({"a":{"b":[{"c":"x"},null]},"n":null,"s":"t","set":["p","q"],"nums":[7],"a":{"b":[1,2]},)"
      R"("dyn":{"value":{"k":["v"]},"type":["map",["list","string"]]},"\u00e9":1})";
  struct Case {
    std::string path;
    PathTarget target;
  };
  const std::string kNumber = "\"number\"";
  const std::string kString = "\"string\"";
  const std::vector<Case> cases = {
      {"", PathTarget::kExists},
      {Name("s"), PathTarget::kExists},
      {Name("\\u00e9"), PathTarget::kExists},
      {Name("n"), PathTarget::kExists},
      {Name("zz"), PathTarget::kMissing},
      {Name("n") + "," + Name("x"), PathTarget::kThroughNull},
      {Name("s") + "," + Name("x"), PathTarget::kThroughScalar},
      {Name("a") + "," + Name("b"), PathTarget::kExists},
      {Name("a") + "," + Index("\"b\"", kString), PathTarget::kExists},
      {Name("a") + "," + Index("\"c\"", kString), PathTarget::kMissing},
      {Name("a") + "," + Name("b") + "," + Index("1", kNumber), PathTarget::kExists},
      {Name("a") + "," + Name("b") + "," + Index("2", kNumber), PathTarget::kExists},
      {Name("a") + "," + Name("b") + "," + Index("5", kNumber), PathTarget::kMissing},
      {Name("a") + "," + Name("b") + "," + Index("-1", kNumber), PathTarget::kMissing},
      {Name("a") + "," + Name("b") + "," + Name("c"), PathTarget::kMissing},
      {Name("set") + "," + Index("\"q\"", kString), PathTarget::kExists},
      {Name("nums") + "," + Index("7", kNumber), PathTarget::kExists},
      {Name("dyn") + "," + Name("k"), PathTarget::kExists},
      {Name("dyn") + "," + Index("\"k\"", kString) + "," + Index("0", kNumber),
       PathTarget::kExists},
      {Name("dyn") + "," + Name("j"), PathTarget::kMissing},
      {Name("dyn") + "," + Name("value"), PathTarget::kExists},
  };
  for (const Case& c : cases) EXPECT_EQ(Resolve(kAttributes, c.path), c.target) << c.path;
}

TEST(SensitivePaths, TargetInNullAttributes) {
  EXPECT_EQ(Resolve("null", Name("a")), PathTarget::kThroughNull);
}

}  // namespace
}  // namespace tfsck
