#include "tests/simulator/allocation_counter.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<size_t> allocations = 0;

void* CountedAllocation(size_t size, size_t alignment) {
  ++allocations;
  const size_t whole = (size + alignment - 1) / alignment * alignment;
  void* const made = std::aligned_alloc(alignment, whole);
  if (made == nullptr) std::abort();
  return made;
}

}  // namespace

namespace tfsck::test {

size_t Allocations() { return allocations; }

}  // namespace tfsck::test

// All forms, although most call the first one in the standard library: sanitizers bring their own.
void* operator new(size_t size) { return CountedAllocation(size, alignof(std::max_align_t)); }
void* operator new[](size_t size) { return CountedAllocation(size, alignof(std::max_align_t)); }
void* operator new(size_t size, std::align_val_t alignment) {
  return CountedAllocation(size, static_cast<size_t>(alignment));
}
void* operator new[](size_t size, std::align_val_t alignment) {
  return CountedAllocation(size, static_cast<size_t>(alignment));
}
void* operator new(size_t size, const std::nothrow_t&) noexcept {
  return CountedAllocation(size, alignof(std::max_align_t));
}
void* operator new[](size_t size, const std::nothrow_t&) noexcept {
  return CountedAllocation(size, alignof(std::max_align_t));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, size_t, std::align_val_t) noexcept { std::free(memory); }
