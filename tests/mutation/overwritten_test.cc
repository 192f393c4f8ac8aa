// A repeated `resources` overwrites the first one, but not what was wrong with it.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "engine/state_reader.h"

namespace tfsck {
namespace {

bool Readable(const std::string& fields) {
  const std::string text =
      R"({"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "x", )" + fields +
      "}";
  return ReadState(Buffer::Copy(text)).Readable();
}

TEST(OverwrittenResources, AWrongKindIsRefusedAlthoughTheArrayIsEmptiedLater) {
  EXPECT_FALSE(Readable(R"("resources": [{"type": []}], "resources": [])"));
  EXPECT_FALSE(Readable(R"("resources": [{"provider": 1}], "resources": null)"));
}

TEST(OverwrittenResources, ABadAddressIsForgottenWithItsElement) {
  EXPECT_TRUE(Readable(R"("resources": [{"mode": "x", "module": "?"}], "resources": [])"));
}

TEST(OverwrittenResources, WhatIsSeenAgainIsSaidOnce) {
  const std::string text =
      R"({"version": 4, "resources": [{"type": 1}], "resources": [{"name": "n"}]})";
  const StateSnapshot state = ReadState(Buffer::Copy(text));
  EXPECT_EQ(std::ranges::count(state.facts, FactKind::kFieldType, &FormatFact::kind), 1);
}

// A fact of an element that never became a row belongs to none.
TEST(OverwrittenResources, FactsNameOnlyRowsThatAreThere) {
  for (const char* tail : {R"(,"instances":[{"x":1,"x":)", R"(}], "resources": []})",
                           R"(,"instances":[{"X":1},{"Status":5}],"instances":[]}]})"}) {
    const std::string text = R"({"version": 4, "resources": [{"Type": 5)" + std::string(tail);
    const StateSnapshot state = ReadState(Buffer::Copy(text));
    for (const FormatFact& fact : state.facts) {
      EXPECT_TRUE(fact.resource == kNoId || fact.resource < state.resources.size()) << text;
      EXPECT_TRUE(fact.instance == kNoId || fact.instance < state.instances.size()) << text;
    }
  }
}

}  // namespace
}  // namespace tfsck
