#include "engine/base/buffer.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

namespace tfsck {
namespace {

bool IsPadded(const Buffer& buffer) {
  const char* behind = buffer.bytes.data() + buffer.bytes.size();
  return std::string_view(behind, Buffer::kPadding) == std::string(Buffer::kPadding, '\0');
}

TEST(BufferTest, CopyIsPadded) {
  for (const size_t size : {0u, 1u, 63u, 64u, 4096u}) {
    const std::string text(size, 'x');
    const Buffer buffer = Buffer::Copy(text);
    EXPECT_EQ(buffer.bytes, text);
    EXPECT_TRUE(IsPadded(buffer)) << size;
  }
}

TEST(BufferTest, BuilderGrowsAndPads) {
  BufferBuilder builder;
  std::string expected;
  for (size_t piece = 1; piece < 5000; piece += 700) {
    std::memset(builder.Reserve(piece), 'a' + static_cast<int>(piece % 26), piece);
    builder.Commit(piece);
    expected.append(piece, static_cast<char>('a' + piece % 26));
  }
  EXPECT_EQ(builder.bytes(), expected);
  const Buffer buffer = builder.Finish();
  EXPECT_EQ(buffer.bytes, expected);
  EXPECT_TRUE(IsPadded(buffer));
  EXPECT_EQ(builder.size(), 0u);
  EXPECT_TRUE(IsPadded(builder.Finish()));  // of an empty builder too
}

TEST(BufferTest, BuilderRefusesWhatNoMemoryHolds) {
  BufferBuilder builder;
  EXPECT_EQ(builder.Reserve(SIZE_MAX), nullptr);
  EXPECT_NE(builder.Reserve(1), nullptr);
}

}  // namespace
}  // namespace tfsck
