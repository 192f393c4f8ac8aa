#include "report/svg_chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace tfsck {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Plain(double value) { return std::to_string(std::lround(value)); }

size_t CountOf(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(SvgChart, TicksAreRoundAndReachTheTop) {
  EXPECT_THAT(RoundTicks(57, 3), ElementsAre(0, 20, 40, 60));
  EXPECT_THAT(RoundTicks(60, 3), ElementsAre(0, 20, 40, 60));
  EXPECT_THAT(RoundTicks(1, 2), ElementsAre(0, 0.5, 1));
  EXPECT_THAT(RoundTicks(0, 3), ElementsAre(0, 1));
  EXPECT_THAT(RoundTicks(NAN, 3), ElementsAre(0, 1));
}

TEST(SvgChart, DrawsNoMoreThanThePixelsThereAre) {
  ChartFrame frame;
  frame.last = 1e6;
  std::vector<ChartPoint> points;
  for (int i = 0; i < 1'000'000; ++i) points.push_back({double(i), double(i % 7)});
  EXPECT_LT(RenderStepChart(frame, points, Plain).size(), 200'000u);
}

TEST(SvgChart, AStepKeepsTheExtremesThatFallOnOnePixel) {
  ChartFrame frame;
  frame.last = 1000;
  const std::string chart =
      RenderStepChart(frame, {{0, 0}, {0.001, 10}, {0.002, 5}, {500, 5}, {1000, 10}}, Plain);
  EXPECT_THAT(chart, HasSubstr("<path class=\"line\" d=\"M64 61.0H526V61.0V61.0V61.0H"));
}

TEST(SvgChart, EmptyAndSinglePointChartsAreDrawn) {
  ChartFrame frame;
  EXPECT_EQ(CountOf(RenderStepChart(frame, {}, Plain), "<path"), 0u);
  frame.first = frame.last = 5;
  EXPECT_EQ(CountOf(RenderStepChart(frame, {{5, 3}}, Plain), "<path"), 2u);
}

TEST(SvgChart, BarsOnOnePixelAreSummedUp) {
  ChartFrame frame;
  frame.last = 1000;
  const std::string chart = RenderBarChart(frame, {{0, 1, 0}, {0.01, 3, 2}, {500, 0, 0}});
  EXPECT_EQ(CountOf(chart, "class=\"up\""), 1u);
  EXPECT_EQ(CountOf(chart, "class=\"down\""), 1u);
  EXPECT_THAT(chart, HasSubstr(">+4</text>"));
}

TEST(SvgChart, MarksTellWhatTheyAre) {
  ChartFrame frame;
  frame.marks = {{0.5, "fatal", "HIS001 fork"}};
  EXPECT_THAT(RenderBarChart(frame, {}),
              HasSubstr("<g class=\"mark mark-fatal\"><title>HIS001 fork</title>"));
}

}  // namespace
}  // namespace tfsck
