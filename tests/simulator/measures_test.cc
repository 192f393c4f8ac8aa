// Histogram, Tally, Fingerprint.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <tuple>
#include <vector>

#include "simulator/fingerprint.h"
#include "simulator/histogram.h"
#include "simulator/tally.h"

namespace tfsck {
namespace {

TEST(Histogram, BucketsCoverAllTimesWithoutGaps) {
  using Layout = Histogram::Layout;
  SimTime next = 0;
  for (size_t bucket = 0; bucket < Layout::kBuckets && next <= kEndOfTime; ++bucket) {
    ASSERT_EQ(Layout::Lowest(bucket), next);
    ASSERT_EQ(Layout::Bucket(next), bucket);
    const SimTime last = next + Layout::Width(bucket) - 1;
    ASSERT_EQ(Layout::Bucket(last), bucket);
    // The middle is within the promised share of every value.
    const double middle = static_cast<double>(next) + static_cast<double>(last - next) / 2;
    ASSERT_LE(static_cast<double>(last) - middle,
              Histogram::kRelativeError * static_cast<double>(std::max<SimTime>(last, 1)));
    next = last + 1;
  }
  EXPECT_GT(next, kEndOfTime - 1);
}

TEST(Histogram, CoarseBucketsAreMadeOfWholeFineOnes) {
  using Coarse = Coarsened<Histogram::kBits, 2>;
  using Fine = Histogram::Layout;
  EXPECT_EQ(Coarse::Width(Coarse::OfFine(Fine::Bucket(0))), 1);
  size_t last = 0;
  for (size_t fine = 0; fine < Fine::kBuckets; ++fine) {
    const size_t bucket = Coarse::OfFine(fine);
    ASSERT_LE(bucket - last, 1u);
    ASSERT_LT(bucket, Coarse::kBuckets);
    ASSERT_LE(Coarse::Lowest(bucket), Fine::Lowest(fine));
    ASSERT_LE(Fine::Lowest(fine) + Fine::Width(fine),
              Coarse::Lowest(bucket) + Coarse::Width(bucket));
    last = bucket;
  }
}

TEST(Histogram, QuantilesAreThoseOfTheSortedValues) {
  std::mt19937_64 random(3);
  std::vector<SimTime> values;
  Histogram histogram;
  for (int i = 0; i < 20'000; ++i) {
    values.push_back(static_cast<SimTime>(std::exp(static_cast<double>(random() % 20'000) / 1000)));
    histogram.Add(values.back());
  }
  std::sort(values.begin(), values.end());
  for (const double share : {0.001, 0.1, 0.5, 0.9, 0.99, 1.0}) {
    const auto rank = static_cast<size_t>(std::ceil(share * 20'000)) - 1;
    const auto exact = static_cast<double>(values[rank]);
    EXPECT_NEAR(histogram.Quantile(share), exact, exact * Histogram::kRelativeError + 1e-9);
  }
  EXPECT_EQ(histogram.count(), 20'000U);
}

TEST(Histogram, NoValuesAndOneValue) {
  Histogram histogram;
  EXPECT_EQ(histogram.Quantile(0.5), 0);
  histogram.Add(0);
  histogram.Add(0);
  histogram.Add(100);
  EXPECT_EQ(histogram.CountUpTo(0), 2U);
  EXPECT_EQ(histogram.Quantile(0.5), 0);
  EXPECT_EQ(histogram.Quantile(1), 100);
  EXPECT_EQ(histogram.Quantile(0), 0);
}

TEST(Counters, SumsOutgrow32Bits) {
  Counters counters(3);
  counters.Increment(1);
  counters.Add(1, UINT32_MAX);
  EXPECT_EQ(counters[1], uint64_t{1} << 32);
  counters.Add(1, uint64_t{5} << 40);
  counters.Add(1, counters[1]);
  EXPECT_EQ(counters[1], (uint64_t{1} << 33) + (uint64_t{10} << 40));
  EXPECT_EQ(counters[0], 0U);
  counters.Add(2, 7);
  counters.Clear(0, 2);
  EXPECT_EQ(counters[1], 0U);
  EXPECT_EQ(counters[2], 7U);
}

TEST(Histogram, MergesBeyond32BitsAndKeepsItsQuantiles) {
  Histogram histogram;
  histogram.Add(0);
  histogram.Add(kSecond);
  for (int doubled = 0; doubled < 40; ++doubled) {
    const Histogram same = histogram;
    histogram.Merge(same);
  }
  histogram.Add(kSecond);
  EXPECT_EQ(histogram.count(), (uint64_t{2} << 40) + 1);
  EXPECT_EQ(histogram.zeros(), uint64_t{1} << 40);
  EXPECT_EQ(histogram.Quantile(0.49), 0);
  EXPECT_NEAR(histogram.Quantile(0.51), kSecond, kSecond * Histogram::kRelativeError);
}

TEST(Histogram, MergingIsAddition) {
  Histogram one;
  Histogram other;
  Histogram both;
  for (SimTime value = 1; value < 1'000'000; value = value * 3 / 2 + 1) {
    (value % 2 == 0 ? one : other).Add(value);
    both.Add(value);
  }
  one.Merge(other);
  for (int i = 0; i <= 100; ++i) EXPECT_EQ(one.Quantile(i / 100.0), both.Quantile(i / 100.0));
}

TEST(Tally, MomentsOfWholeNumbers) {
  Tally tally;
  EXPECT_EQ(tally.Mean(), 0);
  EXPECT_EQ(tally.SecondMoment(), 0);
  for (const SimTime value : {1, 2, 6}) tally.Add(value * kSecond);
  EXPECT_DOUBLE_EQ(tally.Mean(), 3);
  EXPECT_DOUBLE_EQ(tally.SecondMoment(), 41.0 / 3);
  EXPECT_EQ(tally.most, 6 * kSecond);
}

TEST(Tally, SquaresOfLongTimesDoNotOverflow) {
  Tally tally;
  for (int i = 0; i < 100; ++i) tally.Add(kEndOfTime / 2);
  EXPECT_NEAR(tally.SecondMoment() / (tally.Mean() * tally.Mean()), 1, 1e-12);
}

TEST(Tally, MergingIsTheSameInEveryOrder) {
  Tally a;
  Tally b;
  for (int i = 0; i < 10; ++i) (i % 2 == 0 ? a : b).Add(i * i);
  Tally ab = a;
  ab.Merge(b);
  Tally ba = b;
  ba.Merge(a);
  EXPECT_EQ(ab.sum, ba.sum);
  EXPECT_TRUE(ab.squares == ba.squares);
  EXPECT_EQ(ab.count, 10U);
  EXPECT_EQ(ab.most, 81);
}

TEST(Fingerprint, TellsTimeKindRunAndOrderApart) {
  const auto of = [](std::vector<std::tuple<SimTime, Happening, uint64_t>> all) {
    Fingerprint made;
    for (const auto& [time, what, run] : all) made.Add(time, what, run);
    return made.value();
  };
  const uint64_t one = of({{1, Happening::kArrival, 1}, {2, Happening::kGrant, 1}});
  EXPECT_EQ(of({{1, Happening::kArrival, 1}, {2, Happening::kGrant, 1}}), one);
  EXPECT_NE(of({{1, Happening::kArrival, 1}, {3, Happening::kGrant, 1}}), one);
  EXPECT_NE(of({{1, Happening::kArrival, 1}, {2, Happening::kTimeout, 1}}), one);
  EXPECT_NE(of({{1, Happening::kArrival, 1}, {2, Happening::kGrant, 2}}), one);
  EXPECT_NE(of({{2, Happening::kGrant, 1}, {1, Happening::kArrival, 1}}), one);
  EXPECT_NE(of({}), one);
}

}  // namespace
}  // namespace tfsck
