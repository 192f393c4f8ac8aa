// What is validated does not depend on the number of threads.
#include <gtest/gtest.h>

#include "simulator/validation.h"

namespace tfsck {
namespace {

TEST(ValidationThreads, SayTheSameHoweverManyThereAre) {
  ValidationOptions options = {.only = {"hardcore-loss-path4*"}, .quick = true, .threads = 1};
  const auto alone = Validate(ValidationFiles(), options);
  options.threads = 4;
  const auto together = Validate(ValidationFiles(), options);
  ASSERT_TRUE(alone && together);
  ASSERT_EQ(alone->rows.size(), together->rows.size());
  for (size_t i = 0; i < alone->rows.size(); ++i) {
    EXPECT_EQ(alone->rows[i].simulated->mean, together->rows[i].simulated->mean);
    EXPECT_EQ(alone->rows[i].simulated->half_width, together->rows[i].simulated->half_width);
  }
}

}  // namespace
}  // namespace tfsck
