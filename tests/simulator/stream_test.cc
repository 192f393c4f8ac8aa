#include "simulator/stream.h"

#include <Random123/philox.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "simulator/philox.h"
#include "simulator/vector_level.h"

namespace tfsck {
namespace {

// The words of a block as Random123 computes them.
std::vector<double> ByRandom123(uint64_t key, uint64_t high, uint64_t block) {
  const auto words =
      r123::Philox4x32()({{static_cast<uint32_t>(block), static_cast<uint32_t>(block >> 32),
                           static_cast<uint32_t>(high), static_cast<uint32_t>(high >> 32)}},
                         {{static_cast<uint32_t>(key), static_cast<uint32_t>(key >> 32)}});
  const auto number = [](uint32_t low, uint32_t high_word) {
    const uint64_t bits = uint64_t{high_word} << 32 | low;
    return std::ldexp(static_cast<double>(2 * (bits >> 12) + 1), -53);
  };
  return {number(words[0], words[1]), number(words[2], words[3])};
}

struct Known {
  uint64_t block, high, key;
  uint32_t words[4];
};

// Random123, tests/kat_vectors: philox4x32 10.
constexpr Known kKnown[] = {
    {0, 0, 0, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
    {0xffffffffffffffff,
     0xffffffffffffffff,
     0xffffffffffffffff,
     {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
    {0x85a308d3243f6a88,
     0x0370734413198a2e,
     0x299f31d0a4093822,
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
};

TEST(Stream, GivesTheKnownAnswersOfPhilox) {
  for (const Known& known : kKnown) {
    const philox::Pair pair =
        philox::PairAt({.key = known.key, .high = known.high, .block = known.block});
    EXPECT_EQ(pair.even, philox::OpenUnit(uint64_t{known.words[1]} << 32 | known.words[0]));
    EXPECT_EQ(pair.odd, philox::OpenUnit(uint64_t{known.words[3]} << 32 | known.words[2]));
  }
}

TEST(Stream, IsRandom123sPhiloxAtTheDocumentedCounter) {
  const StreamKey key = {.seed = 0x0123'4567'89ab'cdef, .replication = 0xABCDEF};
  const uint64_t high = uint64_t{0xABCDEF} << 40 | uint64_t{0xDEAD'BEEF} << 8 | 0x5A;
  for (const uint64_t draw :
       {uint64_t{0}, uint64_t{1}, uint64_t{2}, uint64_t{12'345}, uint64_t{1} << 40, ~uint64_t{0}}) {
    EXPECT_EQ(Uniform(key, 0xDEAD'BEEF, 0x5A, draw),
              ByRandom123(key.seed, high, draw / 2)[draw % 2])
        << draw;
  }
}

TEST(Stream, ABatchIsTheSingleDrawsWhateverItsLengthAndBeginning) {
  const StreamKey key = {.seed = 42, .replication = 7};
  for (const uint64_t first : {uint64_t{0}, uint64_t{1}, uint64_t{6}, (uint64_t{1} << 33) - 5}) {
    for (const size_t length : {0, 1, 2, 3, 15, 16, 17, 31, 64, 100}) {
      std::vector<double> batch(length, -1);
      Uniforms(key, 3, 2, first, batch);
      for (size_t i = 0; i < length; ++i) {
        ASSERT_EQ(batch[i], Uniform(key, 3, 2, first + i)) << first << " " << length << " " << i;
      }
    }
  }
}

TEST(Stream, VectorsGiveTheBitsOfTheScalarLoop) {
  std::vector<double> scalar(160), vector(160), wide(160), widest(160);
  for (const uint64_t block : {uint64_t{0}, (uint64_t{1} << 32) - 3, ~uint64_t{0} - 20}) {
    const philox::Address address = {
        .key = ~uint64_t{5}, .high = 0x9876'5432'1012'3456, .block = block};
    philox::FillPortable(address, scalar.data(), 80);
    philox::FillSse2(address, vector.data(), 80);
    (HasAvx2() ? philox::FillAvx2 : philox::FillSse2)(address, wide.data(), 80);
    (HasAvx512() ? philox::FillAvx512 : philox::FillSse2)(address, widest.data(), 80);
    EXPECT_EQ(scalar, vector) << block;
    EXPECT_EQ(scalar, wide) << block;
    EXPECT_EQ(scalar, widest) << block;
  }
}

TEST(Stream, NumbersAreOpenAndComplementExactly) {
  EXPECT_EQ(philox::OpenUnit(0), 0x1p-53);
  EXPECT_EQ(philox::OpenUnit(~uint64_t{0}), 1 - 0x1p-53);
  EXPECT_EQ(1 - (1 - philox::OpenUnit(0)), philox::OpenUnit(0));
}

TEST(Stream, EveryCoordinateChangesTheNumber) {
  const double base = Uniform({.seed = 1, .replication = 0}, 0, 0, 0);
  EXPECT_NE(base, Uniform({.seed = 2, .replication = 0}, 0, 0, 0));
  EXPECT_NE(base, Uniform({.seed = 1, .replication = 1}, 0, 0, 0));
  EXPECT_NE(base, Uniform({.seed = 1, .replication = 0}, 1, 0, 0));
  EXPECT_NE(base, Uniform({.seed = 1, .replication = 0}, 0, 1, 0));
  EXPECT_NE(base, Uniform({.seed = 1, .replication = 0}, 0, 0, 1));
}

TEST(Stream, NumbersAreUniform) {
  constexpr size_t kDraws = 1'000'000;
  constexpr size_t kCells = 100;
  std::vector<double> u(kDraws);
  Uniforms({.seed = 9}, 1, 1, 0, u);
  std::vector<double> counts(kCells);
  for (const double x : u) ++counts[static_cast<size_t>(x * kCells)];
  double chi_square = 0;
  for (const double count : counts) {
    chi_square += (count - kDraws / kCells) * (count - kDraws / kCells) / (kDraws / kCells);
  }
  EXPECT_GT(chi_square, 57);  // the 0.02 % and 99.98 % points with 99 degrees of freedom
  EXPECT_LT(chi_square, 155);
}

}  // namespace
}  // namespace tfsck
