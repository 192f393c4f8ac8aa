#include "engine/inflate.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <utility>

#include "engine/base/printable.h"

namespace tfsck {
namespace {

// Text of repeated resource blocks shrinks up to about 170 times; only runs of a few bytes shrink
// more (1,032 times at most, deflate's limit).  Below kUnsuspected nobody counts.
constexpr uint64_t kMostShrinkage = 500;
constexpr uint64_t kUnsuspected = uint64_t{64} << 20;
constexpr uint64_t kDeflateLimit = 1032;
constexpr size_t kPiece = size_t{1} << 20;
constexpr size_t kMostPerCall = size_t{1} << 30;  // zlib counts in 32 bits
constexpr size_t kTrailerSize = 8;

class Unpacker {
 public:
  Unpacker(const std::string& path, std::string_view bytes, uint64_t max_unpacked)
      : path_(path), packed_size_(bytes.size()), rest_(bytes), max_unpacked_(max_unpacked) {
    constexpr int kGzipOnly = 15 + 16;
    ready_ = inflateInit2(&stream_, kGzipOnly) == Z_OK;
  }
  ~Unpacker() {
    if (ready_) inflateEnd(&stream_);
  }
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;

  Result<Buffer> Run() {
    if (!ready_ || unpacked_.Reserve(LikelySize()) == nullptr) return Short();
    while (true) {
      char* to = unpacked_.Reserve(unpacked_.room() == 0 ? kPiece : 0);
      if (to == nullptr) return Short();
      const int code = Step(to);
      if (unpacked_.size() > max_unpacked_) {
        return Refuse(fmt::format("it unpacks to more than the limit of {} bytes", max_unpacked_));
      }
      if (unpacked_.size() > kUnsuspected && unpacked_.size() / kMostShrinkage > packed_size_) {
        return Refuse(fmt::format("it unpacks to more than {} times its size", kMostShrinkage));
      }
      if (code == Z_STREAM_END) {
        if (rest_.empty()) return unpacked_.Finish();
        if (!IsGzip(rest_)) return Refuse("other bytes follow the gzip stream");
        inflateReset(&stream_);
      } else if (code == Z_MEM_ERROR) {
        return Short();
      } else if (code != Z_OK && code != Z_BUF_ERROR) {
        return Refuse(fmt::format("its gzip stream is damaged ({})", Words()));
      } else if (rest_.empty() && unpacked_.room() > 0) {
        return Refuse("its gzip stream is cut off");
      }
    }
  }

 private:
  // The trailer tells the size of the last member, modulo 2^32; a lie costs address space only.
  uint64_t LikelySize() const {
    uint64_t told = 0;
    if (rest_.size() >= kTrailerSize) {
      for (size_t i = 1; i <= 4; ++i) {
        told = told << 8 | static_cast<unsigned char>(rest_[rest_.size() - i]);
      }
    }
    return std::min({told, rest_.size() * kDeflateLimit, max_unpacked_}) + 1;
  }

  int Step(char* to) {
    const size_t in = std::min(rest_.size(), kMostPerCall);
    const size_t out = std::min(unpacked_.room(), kMostPerCall);
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest_.data()));
    stream_.avail_in = static_cast<uInt>(in);
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(out);
    const int code = inflate(&stream_, Z_NO_FLUSH);
    rest_.remove_prefix(in - stream_.avail_in);
    unpacked_.Commit(out - stream_.avail_out);
    return code;
  }

  std::string_view Words() const {
    return stream_.msg == nullptr ? "no reason given" : stream_.msg;
  }

  tl::unexpected<Error> Refuse(std::string_view reason) const {
    return MakeError(ErrorKind::kUnreadable,
                     fmt::format("cannot unpack {}: {}", Printable(path_), reason));
  }
  tl::unexpected<Error> Short() const { return Refuse("there is not enough memory"); }

  const std::string& path_;
  const uint64_t packed_size_;
  std::string_view rest_;
  const uint64_t max_unpacked_;
  z_stream stream_ = {};
  bool ready_ = false;
  BufferBuilder unpacked_;
};

}  // namespace

bool IsGzip(std::string_view bytes) { return bytes.substr(0, 2) == "\x1F\x8B"; }

Result<Buffer> Gunzip(const std::string& path, std::string_view bytes, uint64_t max_unpacked) {
  return Unpacker(path, bytes, max_unpacked).Run();
}

}  // namespace tfsck
