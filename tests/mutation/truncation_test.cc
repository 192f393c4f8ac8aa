// A full-featured state cut at every byte, and with each of eight telling bytes put at every
// offset.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/base/parallel.h"
#include "tests/mutation/damage_support.h"
#include "tests/support/check_support.h"

namespace tfsck {
namespace {

using testing::Defect;
using testing::FullState;

// Failures in order of the offset, whatever the threads did.
void ExpectNone(const std::vector<std::string>& defects) {
  for (size_t at = 0; at < defects.size(); ++at) {
    EXPECT_EQ(defects[at], "") << "at byte " << at;
  }
}

TEST(Truncation, EveryCutIsSeen) {
  const std::string state = FullState();
  const size_t complete = state.rfind('}') + 1;
  std::vector<std::string> defects(state.size());
  ParallelFor(complete, 0, [&](size_t size) {
    const std::string cut = state.substr(0, size);
    defects[size] = Defect(cut);
    const DocumentReport report = test::CheckText(cut);
    if (WorstSeverity(report.counts) != Severity::kFatal) defects[size] += " not fatal";
  });
  ExpectNone(defects);
}

TEST(Truncation, WhereTheWholeDocumentIsThereNothingIsFatal) {
  const std::string state = FullState();
  const auto counts = test::CheckText(state.substr(0, state.rfind('}') + 1)).counts;
  EXPECT_NE(WorstSeverity(counts), Severity::kFatal);
}

class ByteEverywhere : public ::testing::TestWithParam<char> {};

TEST_P(ByteEverywhere, IsReadOrRefusedWithAReason) {
  const std::string state = FullState();
  std::vector<std::string> defects(state.size());
  ParallelFor(state.size(), 0, [&](size_t at) {
    std::string damaged = state;
    damaged[at] = GetParam();
    defects[at] = Defect(damaged);
  });
  ExpectNone(defects);
}

INSTANTIATE_TEST_SUITE_P(EightBytes, ByteEverywhere,
                         ::testing::Values('"', '\\', '{', '}', '[', ',', '\0', '\xFF'),
                         [](const auto& byte) {
                           return "Byte" + std::to_string(static_cast<unsigned char>(byte.param));
                         });

}  // namespace
}  // namespace tfsck
