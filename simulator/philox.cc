#include "simulator/philox.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace tfsck::philox {
namespace {

constexpr uint64_t kMultiplier0 = 0xD251'1F53;
constexpr uint64_t kMultiplier1 = 0xCD9E'8D57;
constexpr uint32_t kKeyStep0 = 0x9E37'79B9;
constexpr uint32_t kKeyStep1 = 0xBB67'AE85;

}  // namespace

Pair PairAt(Address address) {
  uint64_t w0 = address.block & 0xFFFF'FFFF;
  uint64_t w1 = address.block >> 32;
  uint64_t w2 = address.high & 0xFFFF'FFFF;
  uint64_t w3 = address.high >> 32;
  auto key0 = static_cast<uint32_t>(address.key);
  auto key1 = static_cast<uint32_t>(address.key >> 32);
#pragma GCC unroll 10
  for (int round = 0; round < 10; ++round) {
    const uint64_t product0 = w0 * kMultiplier0;
    const uint64_t product1 = w2 * kMultiplier1;
    w0 = product1 >> 32 ^ w1 ^ key0;
    w2 = product0 >> 32 ^ w3 ^ key1;
    w1 = product1 & 0xFFFF'FFFF;
    w3 = product0 & 0xFFFF'FFFF;
    key0 += kKeyStep0;
    key1 += kKeyStep1;
  }
  return {OpenUnit(w1 << 32 | w0), OpenUnit(w3 << 32 | w2)};
}

void FillPortable(Address address, double* out, size_t blocks) {
  for (size_t i = 0; i < blocks; ++i, ++address.block) {
    const Pair pair = PairAt(address);
    out[2 * i] = pair.even;
    out[2 * i + 1] = pair.odd;
  }
}

#if defined(__x86_64__)

namespace {

#define TFSCK_AVX2 __attribute__((target("avx2"), always_inline)) inline

// Four counters, one 32-bit word of each in the low half of every 64-bit lane.  What stands in the
// high halves meanwhile is of no consequence: the multiplication reads low halves only.
struct Words {
  __m256i w0, w1, w2, w3;
};

TFSCK_AVX2 __m256i All(uint64_t value) { return _mm256_set1_epi64x(static_cast<long long>(value)); }

TFSCK_AVX2 Words Counters(uint64_t block, uint64_t high) {
  const __m256i blocks = _mm256_add_epi64(All(block), _mm256_set_epi64x(3, 2, 1, 0));
  return {blocks, _mm256_srli_epi64(blocks, 32), All(high), All(high >> 32)};
}

TFSCK_AVX2 void Round(Words& words, __m256i key0, __m256i key1) {
  const __m256i product0 = _mm256_mul_epu32(words.w0, All(kMultiplier0));
  const __m256i product1 = _mm256_mul_epu32(words.w2, All(kMultiplier1));
  words.w0 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product1, 32), words.w1), key0);
  words.w2 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product0, 32), words.w3), key1);
  words.w1 = product1;
  words.w3 = product0;
}

TFSCK_AVX2 __m256d OpenUnits(__m256i low, __m256i high) {
  const __m256i bits =
      _mm256_or_si256(_mm256_slli_epi64(high, 32), _mm256_and_si256(low, All(0xFFFF'FFFF)));
  const __m256i fraction = _mm256_or_si256(_mm256_srli_epi64(bits, 12), All(0x3FF0'0000'0000'0000));
  return _mm256_sub_pd(_mm256_castsi256_pd(fraction), _mm256_set1_pd(0x1.fffffffffffffp-1));
}

TFSCK_AVX2 void Store(const Words& words, double* out) {
  const __m256d first = OpenUnits(words.w0, words.w1);
  const __m256d second = OpenUnits(words.w2, words.w3);
  const __m256d even = _mm256_unpacklo_pd(first, second);  // of counters 0 and 2
  const __m256d odd = _mm256_unpackhi_pd(first, second);   // of counters 1 and 3
  _mm256_storeu_pd(out, _mm256_permute2f128_pd(even, odd, 0x20));
  _mm256_storeu_pd(out + 4, _mm256_permute2f128_pd(even, odd, 0x31));
}

}  // namespace

// Two groups at once, so that one multiplies while the other waits for its product.
__attribute__((target("avx2"))) void FillAvx2(Address address, double* out, size_t blocks) {
  for (size_t i = 0; i < blocks; i += 8) {
    Words left = Counters(address.block + i, address.high);
    Words right = Counters(address.block + i + 4, address.high);
    auto key0 = static_cast<uint32_t>(address.key);
    auto key1 = static_cast<uint32_t>(address.key >> 32);
    for (int round = 0; round < 10; ++round) {
      Round(left, All(key0), All(key1));
      Round(right, All(key0), All(key1));
      key0 += kKeyStep0;
      key1 += kKeyStep1;
    }
    Store(left, out + 2 * i);
    Store(right, out + 2 * i + 8);
  }
}

bool HasAvx2() { return __builtin_cpu_supports("avx2") != 0; }

#else

void FillAvx2(Address address, double* out, size_t blocks) { FillPortable(address, out, blocks); }

bool HasAvx2() { return false; }

#endif

}  // namespace tfsck::philox
