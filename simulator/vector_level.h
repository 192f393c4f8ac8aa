// Which vector instructions this processor has, and how a function is compiled for them.
//
// What is written for several gives the same bits with each: nothing is fused or reordered
// (-ffp-contract=off).  Internal to the simulator.
#ifndef TFSCK_SIMULATOR_VECTOR_LEVEL_H_
#define TFSCK_SIMULATOR_VECTOR_LEVEL_H_

#if !defined(__x86_64__)
#define TFSCK_FOR_AVX2
#define TFSCK_FOR_AVX512
#elif defined(__clang__)
#define TFSCK_FOR_AVX2 __attribute__((target("avx2")))
#define TFSCK_FOR_AVX512 __attribute__((target("avx512f,avx512dq")))
#else
#define TFSCK_FOR_AVX2 __attribute__((target("avx2")))
#define TFSCK_FOR_AVX512 __attribute__((target("avx512f,avx512dq,prefer-vector-width=512")))
#endif

namespace tfsck {

// Each costs a load and a test.
#if defined(__x86_64__)
inline bool HasAvx2() { return __builtin_cpu_supports("avx2") != 0; }
inline bool HasAvx512() {
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0;
}
#else
inline bool HasAvx2() { return false; }
inline bool HasAvx512() { return false; }
#endif

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_VECTOR_LEVEL_H_
