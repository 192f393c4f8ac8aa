// The draws are the same bits whatever the compiler, its options, the processor and the libm.

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "simulator/arrival_process.h"
#include "simulator/sampler.h"
#include "simulator/stream.h"
#include "tests/simulator/sample_laws.h"

namespace tfsck {
namespace {

// FNV-1a over 64-bit words.
uint64_t DigestOf(const std::vector<SimTime>& times) {
  uint64_t digest = 0xCBF2'9CE4'8422'2325;
  for (const SimTime time : times)
    digest = (digest ^ static_cast<uint64_t>(time)) * 0x100'0000'01B3;
  return digest;
}

uint64_t DigestOf(const Distribution& law) {
  std::vector<double> u(10'000);
  Uniforms({.seed = 2026, .replication = 1}, 2, 3, 4, u);
  std::vector<SimTime> times(u.size());
  Sampler(law).Samples(u, times);
  return DigestOf(times);
}

uint64_t DigestOf(const Arrivals& arrivals) {
  const ArrivalProcess process(arrivals, 60, kDay);
  ArrivalProcess::State state;
  process.Reset(state);
  std::vector<SimTime> times(10'000);
  process.Next(state, {.seed = 2026, .replication = 1}, 2, times);
  return DigestOf(times);
}

TEST(Reproducible, TheDrawsOfEveryLawAreForEver) {
  const std::map<std::string, uint64_t> expected = {
      {"Erlang-1", 0x2f77'71cf'9c05'f75e},
      {"Erlang-4", 0x5a57'7d86'5aa7'c5c9},
      {"Pareto", 0xeb92'f9d5'5e44'cfe3},
      {"Pareto bounded", 0x24fc'26da'1aa2'7bba},
      {"Pareto bounded, shape 2", 0x0a93'854c'7b65'5bee},
      {"Weibull above 1", 0x12d0'21d3'fb2f'8bc8},
      {"Weibull below 1", 0x9442'f3fc'392c'7c62},
      {"deterministic", 0x4d22'74eb'ed0f'4865},
      {"empirical", 0x9b47'20c9'e4f2'9125},
      {"exponential", 0x2f77'71cf'9c05'f75e},
      {"gamma cv 0.01", 0x7273'04f3'3566'084a},
      {"gamma cv 0.5", 0x5a57'7d86'5aa7'c5c9},
      {"gamma cv 1", 0x9b8e'27a6'129b'e126},
      {"gamma cv 3", 0xccf8'728d'be56'10b1},
      {"hyperexponential", 0xdd7b'70c9'2bab'c1b7},
      {"hyperexponential far apart", 0x97ad'bcec'6014'f2e0},
      {"lognormal", 0xb0a1'5ce9'19e1'2120},
      {"lognormal sigma 0", 0x245a'1f89'babd'0865},
      {"mixture", 0xf1d4'2ede'90c6'674d},
      {"mixture of atoms", 0x5c10'866d'8ffd'd825},
      {"mixture with a gap", 0xae8c'ad82'c68a'b8c8},
      {"mixture with an atom", 0xd044'4f6a'68d0'7354},
      {"nested", 0x486e'8737'f690'ca4c},
      {"shifted", 0xd74c'f228'6880'6ebb},
      {"shifted gamma", 0xa855'618e'6f1b'5c31},
      {"truncated", 0xdae5'01d7'18d5'7ee6},
      {"truncated empirical", 0x4dc1'6a15'dddf'18a5},
      {"truncated far out", 0x4acc'689c'174d'3eae},
      {"truncated gamma", 0x6404'12b9'7f3d'a43e},
      {"truncated mixture", 0x302f'f59d'7b76'5fb9},
      {"uniform", 0x14c8'6d72'f154'9e45},
      {"uniform of one value", 0x466b'e1b0'b7ec'2865},
  };
  std::map<std::string, uint64_t> digests;
  for (const SampleLaw& sample : SampleLaws()) digests[sample.name] = DigestOf(sample.law);
  EXPECT_EQ(digests, expected);
}

TEST(Reproducible, TheArrivalsOfEveryKindAreForEver) {
  std::map<std::string, Arrivals> kinds = {
      {"poisson", {.kind = Arrivals::Kind::kPoisson, .poisson = {.rate = 0.3}}},
      {"calendar", {.kind = Arrivals::Kind::kCalendar, .calendar = {.rates = {0.01, 0, 0.03}}}},
      {"mmpp", {.kind = Arrivals::Kind::kMmpp, .mmpp = {.rates = {0.2, 2}, .leave = {0.05, 0.2}}}},
      {"hawkes",
       {.kind = Arrivals::Kind::kHawkes, .hawkes = {.base = 0.1, .branching = 0.8, .decay = 0.05}}},
  };
  kinds["batches"] = kinds["poisson"];
  kinds["batches"].batch_mean = 3;
  kinds["batches"].geometric_batch = true;
  const std::map<std::string, uint64_t> expected = {
      {"batches", 0x408d'c91d'57cd'6ee6}, {"calendar", 0xa371'b07e'daec'51b9},
      {"hawkes", 0x6eac'd508'ed30'0041},  {"mmpp", 0x13cf'4408'd7ba'2dd4},
      {"poisson", 0x0d94'5310'e54a'9677},
  };
  std::map<std::string, uint64_t> digests;
  for (const auto& [name, arrivals] : kinds) digests[name] = DigestOf(arrivals);
  EXPECT_EQ(digests, expected);
}

}  // namespace
}  // namespace tfsck
