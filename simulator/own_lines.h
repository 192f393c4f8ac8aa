// OwnLines: a vector whose elements share no cache line with anything else.
//
// For what one thread writes all the time: a line shared with what other threads read (the model,
// say, whose small vectors lie where the allocator found room) halves the speed of all of them.
#ifndef TFSCK_SIMULATOR_OWN_LINES_H_
#define TFSCK_SIMULATOR_OWN_LINES_H_

#include <cstddef>
#include <limits>
#include <new>
#include <vector>

namespace tfsck {

inline constexpr size_t kCacheLine = 64;  // bytes

// Whole lines.  Stateless: what one has allocated any other can free.
template <typename T>
struct LineAllocator {
  using value_type = T;

  LineAllocator() = default;
  template <typename U>
  LineAllocator(const LineAllocator<U>& /*other*/) {}  // NOLINT(google-explicit-constructor)

  T* allocate(size_t count) {
    if (count > (std::numeric_limits<size_t>::max() - kCacheLine) / sizeof(T)) {
      throw std::bad_array_new_length();
    }
    const size_t bytes = (count * sizeof(T) + kCacheLine - 1) / kCacheLine * kCacheLine;
    return static_cast<T*>(::operator new(bytes, std::align_val_t(kCacheLine)));
  }
  void deallocate(T* elements, size_t /*count*/) {
    ::operator delete(elements, std::align_val_t(kCacheLine));
  }
  template <typename U>
  bool operator==(const LineAllocator<U>& /*other*/) const {
    return true;
  }
};

template <typename T>
using OwnLines = std::vector<T, LineAllocator<T>>;

}  // namespace tfsck

#endif  // TFSCK_SIMULATOR_OWN_LINES_H_
