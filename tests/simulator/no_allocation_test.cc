// A second replication takes no memory: every table is as large as the first one needed.
//
// A program of its own, because its operator new is that of the whole process.
#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

#include "simulator/replication.h"
#include "tests/simulator/allocation_counter.h"
#include "tests/simulator/pinned_scenarios.h"

namespace tfsck {
namespace {

size_t AllocationsOf(Replication& replication, StreamKey key) {
  const size_t before = test::Allocations();
  replication.Carry(key);
  return test::Allocations() - before;
}

TEST(NoAllocation, TheCounterCounts) {
  const size_t before = test::Allocations();
  const std::vector<int> numbers(100);
  EXPECT_EQ(test::Allocations() - before, 1U);
  EXPECT_EQ(numbers.size(), 100U);
}

TEST(NoAllocation, ASecondReplicationTakesNoMemory) {
  for (const test::PinnedScenario& pinned : test::PinnedScenarios()) {
    const auto model = Compile(pinned.scenario, nullptr);
    ASSERT_TRUE(model) << pinned.name;
    Replication replication(*model);
    EXPECT_GT(AllocationsOf(replication, {1, 0}), 0U) << pinned.name;
    EXPECT_EQ(AllocationsOf(replication, {1, 0}), 0U) << pinned.name;
  }
}

// Most numbers of runs at a time are reached sooner or later, and memory with them.
TEST(NoAllocation, OtherReplicationsSoonTakeNoneEither) {
  for (const test::PinnedScenario& pinned : test::PinnedScenarios()) {
    const auto model = Compile(pinned.scenario, nullptr);
    ASSERT_TRUE(model) << pinned.name;
    Replication replication(*model);
    for (uint32_t i = 0; i < 4; ++i) replication.Carry({1, i});
    size_t taken = 0;
    for (uint32_t i = 4; i < 8; ++i) taken += AllocationsOf(replication, {1, i});
    EXPECT_LE(taken, 2U) << pinned.name;
  }
}

}  // namespace
}  // namespace tfsck
