#include "engine/base/arena.h"
#include "engine/json/tape.h"

namespace tfsck::json {
namespace {

TEST(Tape, HoldsEveryValueInDocumentOrder) {
  Arena arena;
  const Tape tape(arena.Copy(R"( {"a": [1, {"b\n": "c"}, []], "d": null} )"));
  ASSERT_FALSE(tape.empty());
  EXPECT_EQ(tape.kind(0), Kind::kObject);
  EXPECT_EQ(tape.Raw(0), R"({"a": [1, {"b\n": "c"}, []], "d": null})");
  EXPECT_EQ(tape.Offset(0), 1u);
  EXPECT_TRUE(tape.Is(1, "a"));
  EXPECT_EQ(tape.Raw(2), R"([1, {"b\n": "c"}, []])");
  EXPECT_EQ(tape.Raw(3), "1");
  EXPECT_EQ(tape.Text(5), "b\n");
  EXPECT_TRUE(tape.Is(5, "b\n"));
  EXPECT_EQ(tape.Raw(6), "\"c\"");
  EXPECT_EQ(tape.end(7), tape.FirstChild(7));
  EXPECT_EQ(tape.end(2), 8u);
  EXPECT_TRUE(tape.Names(8, "d"));
  EXPECT_EQ(tape.kind(9), Kind::kNull);
  EXPECT_EQ(tape.end(0), 10u);
}

TEST(Tape, IsEmptyForAnythingButOneValue) {
  Arena arena;
  for (const char* text : {"", " ", "1 2", "[1", "[1,]", "{\"a\"}", "tru", "[1}", "\"\\x\""}) {
    EXPECT_TRUE(Tape(arena.Copy(text)).empty()) << text;
  }
}

}  // namespace
}  // namespace tfsck::json
