// GoSlice: a slice as encoding/json decodes into it when its key is repeated.
//
// A later array decodes element by element into what the earlier one left, also into elements that
// a shorter array in between had cut off (reflect keeps them behind the length).  An empty array
// and null start afresh.  Source: encoding/json decode.go, (*decodeState).array.
#ifndef TFSCK_ENGINE_GO_SLICE_H_
#define TFSCK_ENGINE_GO_SLICE_H_

#include <cstddef>
#include <span>
#include <vector>

namespace tfsck {

template <typename T>
class GoSlice {
 public:
  // The element that the next array's element `index` decodes into.
  T& At(size_t index) {
    if (index >= slots_.size()) slots_.resize(index + 1);
    return slots_[index];
  }
  // Ends an array of `count` elements.
  void EndArray(size_t count) {
    if (count == 0) slots_.clear();
    size_ = count;
  }
  void Clear() {
    slots_.clear();
    size_ = 0;
  }
  size_t size() const { return size_; }
  std::span<T> elements() { return std::span(slots_).first(size_); }
  std::span<const T> elements() const { return std::span(slots_).first(size_); }

 private:
  std::vector<T> slots_;
  size_t size_ = 0;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_GO_SLICE_H_
