#include "engine/cty_number.h"

namespace tfsck {
namespace {

std::string Fixed(std::string_view text) {
  const auto number = ParseCtyNumber(text);
  std::string out;
  if (!number) return "a number is required";
  return AppendFixed(*number, &out) ? out : "unwritable";
}

std::string General(std::string_view text) {
  std::string out;
  AppendGeneral(*ParseCtyNumber(text), &out);
  return out;
}

TEST(CtyNumber, FixedTextHasNoExponent) {
  EXPECT_EQ(Fixed("1e5"), "100000");
  EXPECT_EQ(Fixed("1.50"), "1.5");
  EXPECT_EQ(Fixed("-0.0"), "-0");
  EXPECT_EQ(Fixed("123e-7"), "0.0000123");
  EXPECT_EQ(Fixed("+5."), "5");
  EXPECT_EQ(Fixed("1p5"), "32");
  EXPECT_EQ(Fixed("1p-3"), "0.125");
}

TEST(CtyNumber, NotNumbers) {
  for (const char* text : {"", ".", "-", "+-1", "0x10", " 5", "5 ", "1_0", "1e", "1e+-5", "nan",
                           "1e99999999999999999999", "1e3000000000"}) {
    EXPECT_EQ(Fixed(text), "a number is required") << text;
  }
}

TEST(CtyNumber, MoreThan512BitsAreRoundedToTheShortestThatReadsBack) {
  EXPECT_EQ(Fixed(std::string(200, '9')), "1" + std::string(200, '0'));
  EXPECT_EQ(Fixed("0." + std::string(300, '3')), "0." + std::string(154, '3') + "5");
}

TEST(CtyNumber, TinyUnderflowsToZeroAndHugeIsInfinite) {
  EXPECT_EQ(Fixed("1e-999999999"), "0");
  EXPECT_EQ(Fixed("1e999999999"), "unwritable");
}

TEST(CtyNumber, HashTextHasTenDigits) {
  EXPECT_EQ(General("0"), "0");
  EXPECT_EQ(General("-12.5"), "-12.5");
  EXPECT_EQ(General("12345678901"), "1.23456789e+10");
  EXPECT_EQ(General("12345678915"), "1.234567892e+10");  // a tie rounds to even
  EXPECT_EQ(General("12345678905"), "1.23456789e+10");
  EXPECT_EQ(General("0.00001"), "1e-05");
  EXPECT_EQ(General("99999999999"), "1e+11");
  EXPECT_EQ(General("1e10"), "1e+10");
  EXPECT_EQ(General("100"), "100");
}

TEST(CtyNumber, OrderIsByValue) {
  const auto compare = [](std::string_view a, std::string_view b) {
    return Compare(*ParseCtyNumber(a), *ParseCtyNumber(b));
  };
  EXPECT_LT(compare("-2", "-1"), 0);
  EXPECT_LT(compare("2", "10"), 0);
  EXPECT_LT(compare("-inf", "-1e9"), 0);
  EXPECT_GT(compare("0.1", "0.09999"), 0);
  EXPECT_EQ(compare("0", "-0"), 0);
  EXPECT_EQ(compare("1.0", "10e-1"), 0);
  EXPECT_LT(compare("0", "0.1"), 0);
  EXPECT_GT(compare("0", "-0.1"), 0);
}

}  // namespace
}  // namespace tfsck
