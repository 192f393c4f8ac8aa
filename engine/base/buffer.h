// Buffer: bytes in memory that a JSON cursor can walk, and the builder that fills one.
//
// A Buffer shares the ownership of its memory: copies are cheap and views into `bytes` live as long
// as any copy.  Buffers are immutable, so any number of threads may read one.
#ifndef TFSCK_ENGINE_BASE_BUFFER_H_
#define TFSCK_ENGINE_BASE_BUFFER_H_

#include <cstddef>
#include <memory>
#include <string_view>

namespace tfsck {

// Bytes with at least 64 readable bytes behind them, owned by `owner`.  Those are NULs, unless the
// bytes are a mapped file that another process is just making longer.
struct Buffer {
  static constexpr size_t kPadding = 64;

  std::string_view bytes;
  std::shared_ptr<const void> owner;

  // A copy of `text`.
  static Buffer Copy(std::string_view text);
};

// Grows a Buffer piece by piece.  Memory is untouched until it is written to.  Not thread-safe.
class BufferBuilder {
 public:
  BufferBuilder() = default;
  ~BufferBuilder();
  BufferBuilder(const BufferBuilder&) = delete;
  BufferBuilder& operator=(const BufferBuilder&) = delete;

  // Room for `wanted` bytes behind what was committed, or null where memory is short.
  char* Reserve(size_t wanted);
  // `count` bytes of the room were written.
  void Commit(size_t count) { size_ += count; }
  // Forgets what was committed, keeps the room.
  void Clear() { size_ = 0; }

  size_t size() const { return size_; }
  size_t room() const { return capacity_ - size_; }
  std::string_view bytes() const { return {data_, size_}; }

  // The committed bytes as a Buffer; the builder is empty afterwards.
  Buffer Finish();

 private:
  char* data_ = nullptr;
  size_t size_ = 0;
  size_t capacity_ = 0;  // without the padding
};

}  // namespace tfsck

#endif  // TFSCK_ENGINE_BASE_BUFFER_H_
