#include "engine/document.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <thread>
#include <vector>

#include "tests/engine/storage/temp_folder.h"

namespace tfsck {
namespace {

using tfsck::testing::MakeOld;
using tfsck::testing::RunElsewhere;
using tfsck::testing::TempFolder;

const std::string kState = R"({"version":4,"serial":1,"lineage":"l","resources":[]})";

void WriteGzip(const std::string& path, std::string_view text) {
  gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
}

TEST(LoadDocumentTest, LoadsAndRecognises) {
  const TempFolder folder;
  const std::string path = folder.Write("terraform.tfstate", kState);
  const auto document = LoadDocument(path);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->path, path);
  EXPECT_EQ(document->kind, DocumentKind::kState);
  EXPECT_EQ(document->buffer.bytes, kState);
  EXPECT_EQ(document->file_size, kState.size());
  EXPECT_FALSE(document->gzip);
  EXPECT_FALSE(document->locked);
  EXPECT_TRUE(document->StillUnchanged());
}

TEST(LoadDocumentTest, ErrorsAreThoseOfTheFile) {
  const TempFolder folder;
  const auto missing = LoadDocument(folder / "x");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message, "cannot read " + (folder / "x") + ": there is no such file");
}

TEST(LoadDocumentTest, UnpacksGzip) {
  const TempFolder folder;
  WriteGzip(folder / "s", kState);
  const auto document = LoadDocument(folder / "s");
  ASSERT_TRUE(document) << document.error().message;
  EXPECT_TRUE(document->gzip);
  EXPECT_EQ(document->kind, DocumentKind::kState);
  EXPECT_EQ(document->buffer.bytes, kState);
  EXPECT_EQ(document->file_size, std::filesystem::file_size(folder / "s"));
  EXPECT_EQ(LoadDocument(folder / "s", {.max_unpacked = 10}).error().message,
            "cannot unpack " + (folder / "s") + ": it unpacks to more than the limit of 10 bytes");
}

TEST(LoadDocumentTest, BytesFromElsewhereAreTreatedAlike) {
  const TempFolder folder;
  WriteGzip(folder / "s", kState);
  const auto packed = LoadDocument(folder / "s");
  std::ifstream in(folder / "s", std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  const auto document = MakeDocument("s3://b/k", Buffer::Copy(bytes));
  ASSERT_TRUE(document);
  EXPECT_EQ(document->path, "s3://b/k");
  EXPECT_EQ(document->buffer.bytes, packed->buffer.bytes);
  EXPECT_EQ(document->file_size, bytes.size());
  EXPECT_TRUE(document->StillUnchanged());
}

TEST(LoadDocumentTest, AHoleIsRecognisedWithoutReadingIt) {
  const TempFolder folder;
  const std::string path = folder.Write("s", "");
  ASSERT_EQ(truncate(path.c_str(), off_t{60} << 30), 0);
  auto document = LoadDocument(path);
  ASSERT_TRUE(document) << document.error().message;
  EXPECT_EQ(document->kind, DocumentKind::kEmpty);
  EXPECT_TRUE(document->cut_at_hole);
  EXPECT_EQ(document->file_size, uint64_t{60} << 30);
  EXPECT_EQ(document->buffer.bytes.size(), 4096u);
  const int file = open(path.c_str(), O_WRONLY);
  ASSERT_EQ(pwrite(file, "{}", 2, off_t{50} << 30), 2);
  close(file);
  document = LoadDocument(path);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->kind, DocumentKind::kOther);  // something stands behind the NULs
}

TEST(LoadDocumentTest, AGzipFileWithHolesIsNotCut) {
  const TempFolder folder;
  const std::string path = folder / "s";
  WriteGzip(path, kState);
  ASSERT_EQ(truncate(path.c_str(), off_t{8} << 20), 0);
  EXPECT_EQ(LoadDocument(path).error().message,
            "cannot unpack " + path + ": other bytes follow the gzip stream");
}

TEST(LoadDocumentTest, AStateCutShortAfterwardsIsAnErrorWhenAsked) {
  const TempFolder folder;
  const std::string path =
      folder.Write("s", R"({"version":4,"x":")" + std::string(4 << 20, 'x') + "\"}");
  MakeOld(path);
  const auto document = LoadDocument(path);
  ASSERT_TRUE(document);
  ASSERT_NE(document->source, nullptr);
  EXPECT_EQ(document->kind, DocumentKind::kState);
  EXPECT_TRUE(document->StillUnchanged());
  EXPECT_TRUE(RunElsewhere([&] { return truncate(path.c_str(), 0) == 0; }));
  EXPECT_EQ(document->buffer.bytes.back(), '\0');
  EXPECT_EQ(document->StillUnchanged().error().message,
            "cannot read " + path + ": it was changed or cut short while it was read");
}

TEST(LoadDocumentTest, ManyThreadsLoadAtOnce) {
  const TempFolder folder;
  std::vector<std::string> paths;
  for (size_t i = 0; i < 40; ++i) {
    const std::string filling(i % 2 == 0 ? 100 * i : (size_t{1} << 19) + i, 'x');
    paths.push_back(folder.Write(std::to_string(i), R"({"version":4,"x":")" + filling + "\"}"));
    MakeOld(paths.back());
  }
  std::vector<std::thread> threads;
  std::vector<size_t> loaded(4);
  for (size_t t = 0; t < loaded.size(); ++t) {
    threads.emplace_back([&, t] {
      for (const std::string& path : paths) {
        const auto document = LoadDocument(path);
        if (document && document->kind == DocumentKind::kState &&
            document->buffer.bytes.ends_with("\"}") && document->StillUnchanged()) {
          ++loaded[t];
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(loaded, std::vector<size_t>(4, paths.size()));
}

}  // namespace
}  // namespace tfsck
