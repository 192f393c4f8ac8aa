// Arena: owns text that views point into, freed all at once.
//
// Addresses never move, also when the arena itself is moved.  Not thread-safe.
#ifndef TFSCK_ENGINE_BASE_ARENA_H_
#define TFSCK_ENGINE_BASE_ARENA_H_

#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace tfsck {

class Arena {
 public:
  // A copy of `text` that lives as long as the arena, with 64 readable NULs behind it, so that a
  // JSON cursor can walk it.
  std::string_view Copy(std::string_view text) {
    char* to = Allocate(text.size() + kPadding);
    std::memcpy(to, text.data(), text.size());
    std::memset(to + text.size(), 0, kPadding);
    return {to, text.size()};
  }
  // The same without the NULs: for text that is no JSON.
  std::string_view CopyText(std::string_view text) {
    char* to = Allocate(text.size());
    std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }
  size_t bytes() const { return bytes_; }

 private:
  static constexpr size_t kPadding = 64;
  static constexpr size_t kBlock = 64 * 1024;

  char* Allocate(size_t size) {
    if (size > left_) {
      const size_t block = size > kBlock / 4 ? size : kBlock;
      blocks_.push_back(std::make_unique_for_overwrite<char[]>(block));
      bytes_ += block;
      if (block == size) return blocks_.back().get();  // an outsize text has a block of its own
      next_ = blocks_.back().get();
      left_ = block;
    }
    char* at = next_;
    next_ += size;
    left_ -= size;
    return at;
  }

  std::vector<std::unique_ptr<char[]>> blocks_;
  char* next_ = nullptr;
  size_t left_ = 0;
  size_t bytes_ = 0;
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BASE_ARENA_H_
