// Whether the tests run under AddressSanitizer or ThreadSanitizer.
//
// There they look for faults of memory and of threads, ten times as slowly: what only adds
// certainty to a number may be done less often.
#ifndef TFSCK_TESTS_SUPPORT_SANITIZED_H_
#define TFSCK_TESTS_SUPPORT_SANITIZED_H_

namespace tfsck::testing {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#elif defined(__has_feature)
inline constexpr bool kSanitized =
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
inline constexpr bool kSanitized = false;
#endif

// `usual`, or a tenth of it under a sanitizer.
template <typename Number>
constexpr Number TenthIfSanitized(Number usual) {
  return kSanitized ? usual / 10 : usual;
}

}  // namespace tfsck::testing

#endif  // TFSCK_TESTS_SUPPORT_SANITIZED_H_
