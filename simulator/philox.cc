#include "simulator/philox.h"

#include "simulator/vector_level.h"

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

// A register of counters, one 32-bit word of each in the low half of every 64-bit lane.  What
// stands in the high halves meanwhile is of no consequence: the multiplication reads low halves
// only.
struct Words2 {
  __m128i w0, w1, w2, w3;
};
struct Words4 {
  __m256i w0, w1, w2, w3;
};
struct Words8 {
  __m512i w0, w1, w2, w3;
};

#define TFSCK_INLINE __attribute__((always_inline)) inline
#define TFSCK_AVX2 TFSCK_FOR_AVX2 TFSCK_INLINE
#define TFSCK_AVX512 TFSCK_FOR_AVX512 TFSCK_INLINE

TFSCK_INLINE __m128i All2(uint64_t value) { return _mm_set1_epi64x(static_cast<long long>(value)); }
TFSCK_AVX2 __m256i All4(uint64_t value) {
  return _mm256_set1_epi64x(static_cast<long long>(value));
}
TFSCK_AVX512 __m512i All8(uint64_t value) {
  return _mm512_set1_epi64(static_cast<long long>(value));
}

TFSCK_INLINE Words2 Counters2(uint64_t block, uint64_t high) {
  const __m128i blocks = _mm_add_epi64(All2(block), _mm_set_epi64x(1, 0));
  return {blocks, _mm_srli_epi64(blocks, 32), All2(high), All2(high >> 32)};
}
TFSCK_AVX2 Words4 Counters4(uint64_t block, uint64_t high) {
  const __m256i blocks = _mm256_add_epi64(All4(block), _mm256_set_epi64x(3, 2, 1, 0));
  return {blocks, _mm256_srli_epi64(blocks, 32), All4(high), All4(high >> 32)};
}
TFSCK_AVX512 Words8 Counters8(uint64_t block, uint64_t high) {
  const __m512i blocks = _mm512_add_epi64(All8(block), _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0));
  return {blocks, _mm512_srli_epi64(blocks, 32), All8(high), All8(high >> 32)};
}

TFSCK_INLINE void Round(Words2& words, __m128i key0, __m128i key1) {
  const __m128i product0 = _mm_mul_epu32(words.w0, All2(kMultiplier0));
  const __m128i product1 = _mm_mul_epu32(words.w2, All2(kMultiplier1));
  words.w0 = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(product1, 32), words.w1), key0);
  words.w2 = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(product0, 32), words.w3), key1);
  words.w1 = product1;
  words.w3 = product0;
}
TFSCK_AVX2 void Round(Words4& words, __m256i key0, __m256i key1) {
  const __m256i product0 = _mm256_mul_epu32(words.w0, All4(kMultiplier0));
  const __m256i product1 = _mm256_mul_epu32(words.w2, All4(kMultiplier1));
  words.w0 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product1, 32), words.w1), key0);
  words.w2 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product0, 32), words.w3), key1);
  words.w1 = product1;
  words.w3 = product0;
}
TFSCK_AVX512 void Round(Words8& words, __m512i key0, __m512i key1) {
  constexpr int kXor3 = 0x96;
  const __m512i product0 = _mm512_mul_epu32(words.w0, All8(kMultiplier0));
  const __m512i product1 = _mm512_mul_epu32(words.w2, All8(kMultiplier1));
  words.w0 = _mm512_ternarylogic_epi64(_mm512_srli_epi64(product1, 32), words.w1, key0, kXor3);
  words.w2 = _mm512_ternarylogic_epi64(_mm512_srli_epi64(product0, 32), words.w3, key1, kXor3);
  words.w1 = product1;
  words.w3 = product0;
}

// OpenUnit of every lane.
TFSCK_INLINE __m128d OpenUnits(__m128i low, __m128i high) {
  const __m128i bits =
      _mm_or_si128(_mm_slli_epi64(high, 32), _mm_and_si128(low, All2(0xFFFF'FFFF)));
  const __m128i fraction = _mm_or_si128(_mm_srli_epi64(bits, 12), All2(0x3FF0'0000'0000'0000));
  return _mm_sub_pd(_mm_castsi128_pd(fraction), _mm_set1_pd(0x1.fffffffffffffp-1));
}
TFSCK_AVX2 __m256d OpenUnits(__m256i low, __m256i high) {
  const __m256i bits =
      _mm256_or_si256(_mm256_slli_epi64(high, 32), _mm256_and_si256(low, All4(0xFFFF'FFFF)));
  const __m256i fraction =
      _mm256_or_si256(_mm256_srli_epi64(bits, 12), All4(0x3FF0'0000'0000'0000));
  return _mm256_sub_pd(_mm256_castsi256_pd(fraction), _mm256_set1_pd(0x1.fffffffffffffp-1));
}
TFSCK_AVX512 __m512d OpenUnits(__m512i low, __m512i high) {
  const __m512i bits =
      _mm512_or_si512(_mm512_slli_epi64(high, 32), _mm512_and_si512(low, All8(0xFFFF'FFFF)));
  const __m512i fraction =
      _mm512_or_si512(_mm512_srli_epi64(bits, 12), All8(0x3FF0'0000'0000'0000));
  return _mm512_sub_pd(_mm512_castsi512_pd(fraction), _mm512_set1_pd(0x1.fffffffffffffp-1));
}

TFSCK_INLINE void Store(const Words2& words, double* out) {
  const __m128d first = OpenUnits(words.w0, words.w1);
  const __m128d second = OpenUnits(words.w2, words.w3);
  _mm_storeu_pd(out, _mm_unpacklo_pd(first, second));
  _mm_storeu_pd(out + 2, _mm_unpackhi_pd(first, second));
}
TFSCK_AVX2 void Store(const Words4& words, double* out) {
  const __m256d first = OpenUnits(words.w0, words.w1);
  const __m256d second = OpenUnits(words.w2, words.w3);
  const __m256d even = _mm256_unpacklo_pd(first, second);  // of counters 0 and 2
  const __m256d odd = _mm256_unpackhi_pd(first, second);   // of counters 1 and 3
  _mm256_storeu_pd(out, _mm256_permute2f128_pd(even, odd, 0x20));
  _mm256_storeu_pd(out + 4, _mm256_permute2f128_pd(even, odd, 0x31));
}
TFSCK_AVX512 void Store(const Words8& words, double* out) {
  const __m512d first = OpenUnits(words.w0, words.w1);
  const __m512d second = OpenUnits(words.w2, words.w3);
  const __m512i low = _mm512_set_epi64(11, 3, 10, 2, 9, 1, 8, 0);
  const __m512i high = _mm512_set_epi64(15, 7, 14, 6, 13, 5, 12, 4);
  _mm512_storeu_pd(out, _mm512_permutex2var_pd(first, low, second));
  _mm512_storeu_pd(out + 8, _mm512_permutex2var_pd(first, high, second));
}

}  // namespace

// Two registers at once, so that one multiplies while the other waits for its product.
void FillSse2(Address address, double* out, size_t blocks) {
  for (size_t i = 0; i < blocks; i += 4) {
    Words2 left = Counters2(address.block + i, address.high);
    Words2 right = Counters2(address.block + i + 2, address.high);
    __m128i key0 = All2(address.key);
    __m128i key1 = All2(address.key >> 32);
#pragma GCC unroll 10
    for (int round = 0; round < 10; ++round) {
      Round(left, key0, key1);
      Round(right, key0, key1);
      key0 = _mm_add_epi64(key0, All2(kKeyStep0));
      key1 = _mm_add_epi64(key1, All2(kKeyStep1));
    }
    Store(left, out + 2 * i);
    Store(right, out + 2 * i + 4);
  }
}

TFSCK_FOR_AVX2 void FillAvx2(Address address, double* out, size_t blocks) {
  for (size_t i = 0; i < blocks; i += 8) {
    Words4 left = Counters4(address.block + i, address.high);
    Words4 right = Counters4(address.block + i + 4, address.high);
    __m256i key0 = All4(address.key);
    __m256i key1 = All4(address.key >> 32);
    for (int round = 0; round < 10; ++round) {
      Round(left, key0, key1);
      Round(right, key0, key1);
      key0 = _mm256_add_epi64(key0, All4(kKeyStep0));
      key1 = _mm256_add_epi64(key1, All4(kKeyStep1));
    }
    Store(left, out + 2 * i);
    Store(right, out + 2 * i + 8);
  }
}

TFSCK_FOR_AVX512 void FillAvx512(Address address, double* out, size_t blocks) {
  for (size_t i = 0; i < blocks; i += 16) {
    Words8 left = Counters8(address.block + i, address.high);
    Words8 right = Counters8(address.block + i + 8, address.high);
    __m512i key0 = All8(address.key);
    __m512i key1 = All8(address.key >> 32);
    for (int round = 0; round < 10; ++round) {
      Round(left, key0, key1);
      Round(right, key0, key1);
      key0 = _mm512_add_epi64(key0, All8(kKeyStep0));
      key1 = _mm512_add_epi64(key1, All8(kKeyStep1));
    }
    Store(left, out + 2 * i);
    Store(right, out + 2 * i + 16);
  }
}

#else

void FillSse2(Address address, double* out, size_t blocks) { FillPortable(address, out, blocks); }

void FillAvx2(Address address, double* out, size_t blocks) { FillPortable(address, out, blocks); }

void FillAvx512(Address address, double* out, size_t blocks) { FillPortable(address, out, blocks); }

#endif

}  // namespace tfsck::philox
