#include "engine/inflate.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>

namespace tfsck {
namespace {

std::string Gzip(std::string_view text) {
  z_stream stream = {};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string Unpacked(std::string_view bytes, uint64_t limit = 1 << 20) {
  const auto buffer = Gunzip("s.gz", bytes, limit);
  if (!buffer) return "error: " + buffer.error().message;
  EXPECT_EQ(std::string_view(buffer->bytes.data() + buffer->bytes.size(), Buffer::kPadding),
            std::string(Buffer::kPadding, '\0'));
  return std::string(buffer->bytes);
}

TEST(GunzipTest, UnpacksMembersOfAnySize) {
  EXPECT_EQ(Unpacked(Gzip("")), "");
  EXPECT_EQ(Unpacked(Gzip("{\"version\":4}")), "{\"version\":4}");
  EXPECT_EQ(Unpacked(Gzip("{\"version\"") + Gzip("") + Gzip(":4}")), "{\"version\":4}");
  std::string big;
  for (int64_t i = 0; i < 300000; ++i) big += std::to_string(i * 7919 % 100003);
  EXPECT_EQ(Unpacked(Gzip(big), 1 << 24), big);
}

TEST(GunzipTest, RefusesWhatIsCutOffAtAnyByte) {
  const std::string packed = Gzip("{\"version\":4,\"serial\":1}");
  for (size_t size = 2; size < packed.size(); ++size) {
    EXPECT_EQ(Unpacked(packed.substr(0, size)),
              "error: cannot unpack s.gz: its gzip stream is cut off")
        << size;
  }
}

TEST(GunzipTest, RefusesOtherBytesBehindTheStream) {
  const std::string packed = Gzip("{}");
  const std::string message = "error: cannot unpack s.gz: other bytes follow the gzip stream";
  EXPECT_EQ(Unpacked(packed + "garbage"), message);
  EXPECT_EQ(Unpacked(packed + std::string(9, '\0')), message);
}

TEST(GunzipTest, RefusesDamage) {
  std::string packed = Gzip("{\"version\":4,\"serial\":1}");
  packed[packed.size() - 8] ^= 1;  // the checksum
  EXPECT_EQ(Unpacked(packed),
            "error: cannot unpack s.gz: its gzip stream is damaged (incorrect data check)");
  EXPECT_EQ(Unpacked("\x1f\x8b\x07\x01\x02\x03\x04\x05\x06\x07\x08"),
            "error: cannot unpack s.gz: its gzip stream is damaged (unknown compression method)");
}

TEST(GunzipTest, RefusesMoreThanTheLimit) {
  EXPECT_EQ(Unpacked(Gzip(std::string(1000, 'x')), 1000), std::string(1000, 'x'));
  EXPECT_EQ(Unpacked(Gzip(std::string(1001, 'x')), 1000),
            "error: cannot unpack s.gz: it unpacks to more than the limit of 1000 bytes");
}

TEST(GunzipTest, RefusesWhatShrinksAsNoStateDoes) {
  EXPECT_EQ(Unpacked(Gzip(std::string(size_t{80} << 20, ' ')), uint64_t{4} << 30),
            "error: cannot unpack s.gz: it unpacks to more than 500 times its size");
}

TEST(GunzipTest, NamesThePathSafely) {
  EXPECT_EQ(Gunzip("a\x1b[2J\n", "\x1f\x8b", 10).error().message,
            "cannot unpack a\\x1b[2J\\x0a: its gzip stream is cut off");
}

}  // namespace
}  // namespace tfsck
