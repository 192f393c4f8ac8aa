#include "engine/storage/local_file.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <atomic>
#include <csignal>
#include <functional>
#include <numeric>
#include <thread>

#include "tests/engine/storage/temp_folder.h"

namespace tfsck {
namespace {

using tfsck::testing::MakeOld;
using tfsck::testing::RunElsewhere;
using tfsck::testing::RunUnprivileged;
using tfsck::testing::TempFolder;

constexpr size_t kMegabyte = size_t{1} << 20;

std::string Message(const std::string& path, const FileLimits& limits = {}) {
  const auto loaded = LoadLocalFile(path, limits);
  if (loaded) return "loaded";
  EXPECT_EQ(loaded.error().kind, ErrorKind::kUnreadable);
  return loaded.error().message;
}

bool IsPadded(const Buffer& buffer) {
  return std::string_view(buffer.bytes.data() + buffer.bytes.size(), Buffer::kPadding) ==
         std::string(Buffer::kPadding, '\0');
}

// Holds a file's write lock in another process, as a running Terraform does.
class LockHolder {
 public:
  explicit LockHolder(const std::string& path) {
    int ready[2];
    if (pipe(ready) != 0) return;
    child_ = fork();
    if (child_ == 0) {
      struct flock lock = {};
      lock.l_type = F_WRLCK;
      const int file = open(path.c_str(), O_RDWR);
      const char ok = fcntl(file, F_SETLK, &lock) == 0 ? 'y' : 'n';
      if (write(ready[1], &ok, 1) != 1) _exit(1);
      pause();
    }
    char ok = 'n';
    EXPECT_EQ(read(ready[0], &ok, 1), 1);
    EXPECT_EQ(ok, 'y');
    close(ready[0]);
    close(ready[1]);
  }
  ~LockHolder() {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }

 private:
  pid_t child_ = -1;
};

TEST(LoadLocalFileTest, EverySizeIsCompleteAndPadded) {
  const TempFolder folder;
  for (const size_t size :
       {size_t{0}, size_t{1}, size_t{4096}, size_t{256} << 10, (size_t{256} << 10) + 1, kMegabyte,
        kMegabyte - 30, kMegabyte + 4095, 3 * kMegabyte, 17 * kMegabyte + 5}) {
    const std::string path = folder.Write("s", std::string(size, 'x'));
    for (const bool old : {false, true}) {
      if (old) MakeOld(path);
      const auto loaded = LoadLocalFile(path);
      ASSERT_TRUE(loaded) << loaded.error().message;
      EXPECT_EQ(loaded->buffer.bytes, std::string(size, 'x'));
      EXPECT_TRUE(IsPadded(loaded->buffer)) << size;
      EXPECT_EQ(loaded->file_size, size);
      EXPECT_EQ(loaded->source != nullptr, old && size > (256 << 10)) << size;
    }
  }
}

TEST(LoadLocalFileTest, ALockedFileIsReadAndNotMapped) {
  const TempFolder folder;
  const std::string path = folder.Write("s", std::string(kMegabyte, 'x'));
  MakeOld(path);
  {
    const LockHolder terraform(path);
    const auto loaded = LoadLocalFile(path);
    ASSERT_TRUE(loaded);
    EXPECT_TRUE(loaded->locked);
    EXPECT_EQ(loaded->source, nullptr);
  }
  const auto loaded = LoadLocalFile(path);
  ASSERT_TRUE(loaded);
  EXPECT_FALSE(loaded->locked);
  EXPECT_NE(loaded->source, nullptr);
}

TEST(LoadLocalFileTest, AFileThatNeverHoldsStillIsAnError) {
  const TempFolder folder;
  const std::string path = folder.Write("growing", "x");
  std::atomic<bool> writing = false;
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    std::ofstream out(path, std::ios::app);
    while (!stop) {
      out << "more" << std::flush;
      writing = true;
    }
  });
  while (!writing) std::this_thread::yield();
  // On a busy machine the writer may pause for longer than a look at the file takes.
  std::string message = "loaded";
  while (message == "loaded") message = Message(path);
  stop = true;
  writer.join();
  EXPECT_EQ(message, "cannot read " + path + ": it keeps changing while it is read");
}

TEST(LoadLocalFileTest, LimitsAreKept) {
  const TempFolder folder;
  const std::string path = folder.Write("s", "12345");
  EXPECT_EQ(Message(path, {.max_bytes = 5}), "loaded");
  EXPECT_EQ(Message(path, {.max_bytes = 4}),
            "cannot read " + path + ": it has 5 bytes, over the limit of 4");
  EXPECT_EQ(Message("/dev/zero", {.max_streamed = 100000}),
            "cannot read /dev/zero: it goes on beyond the limit of 100000 bytes for a stream");
  EXPECT_EQ(Message("/dev/null"), "loaded");
}

TEST(LoadLocalFileTest, FilesThatHideTheirSizeAreRead) {
  const auto loaded = LoadLocalFile("/proc/self/status");
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_TRUE(loaded->buffer.bytes.starts_with("Name:"));
  EXPECT_EQ(loaded->file_size, loaded->buffer.bytes.size());
}

TEST(LoadLocalFileTest, PipesAreReadToTheirEnd) {
  const TempFolder folder;
  const std::string path = folder / "pipe";
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  const std::string text(3 * kMegabyte, 'y');
  std::thread writer([&] { std::ofstream(path, std::ios::binary) << text; });
  const auto loaded = LoadLocalFile(path);
  writer.join();
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->buffer.bytes, text);
  EXPECT_TRUE(IsPadded(loaded->buffer));
}

TEST(LoadLocalFileTest, StandardInputIsReadToItsEndAlsoWhenItDoesNotBlock) {
  EXPECT_TRUE(RunElsewhere([] {
    int ends[2];
    if (pipe2(ends, O_NONBLOCK) != 0 || dup2(ends[0], STDIN_FILENO) < 0) return false;
    std::thread writer([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      if (write(ends[1], "hello", 5) == 5) close(ends[1]);
    });
    const auto loaded = LoadLocalFile("-");
    writer.join();
    return loaded && loaded->buffer.bytes == "hello";
  }));
  EXPECT_TRUE(RunElsewhere([] {
    close(STDIN_FILENO);
    return Message("-") == "cannot read standard input: Bad file descriptor";
  }));
}

TEST(LoadLocalFileTest, SaysWhyInOneSentence) {
  const TempFolder folder;
  const auto cannot = [&](std::string_view name, std::string_view why) {
    return "cannot read " + (folder / name) + ": " + std::string(why);
  };
  folder.Write("file", "x");
  folder.Write("long/x", "x");
  std::filesystem::create_symlink("gone\x1b[2J", folder / "dangling");
  std::filesystem::create_symlink("b", folder / "a");
  std::filesystem::create_symlink("a", folder / "b");
  EXPECT_EQ(Message(folder / "none"), cannot("none", "there is no such file"));
  EXPECT_EQ(Message(folder / "long"), cannot("long", "it is a folder"));
  EXPECT_EQ(Message(folder / "file/x"), cannot("file/x", "a part of the path is not a folder"));
  EXPECT_EQ(Message(folder / "dangling"),
            cannot("dangling", "it is a symbolic link to gone\\x1b[2J, which does not exist"));
  EXPECT_EQ(Message(folder / "a"), cannot("a", "its symbolic links form a loop"));
  EXPECT_EQ(Message(std::string("a\0b", 3)), "cannot read a\\x00b: the path contains a NUL");
  EXPECT_EQ(Message(""), "cannot read : the name is empty");
  EXPECT_EQ(Message("no\u202esuch\n"), "cannot read no\\u{202e}such\\x0a: there is no such file");
  EXPECT_EQ(Message(std::string(5000, 'x')).substr(5000), "xxxxxxxxxxxx: the path is too long");
}

TEST(LoadLocalFileTest, ASocketIsAnError) {
  const TempFolder folder;
  const std::string path = folder / "s";
  const int sock = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un name = {AF_UNIX, {}};
  path.copy(name.sun_path, sizeof name.sun_path - 1);
  ASSERT_EQ(bind(sock, reinterpret_cast<sockaddr*>(&name), sizeof name), 0);
  EXPECT_EQ(Message(path),
            "cannot read " + path + ": it is a socket or a device that is not there");
  close(sock);
}

TEST(LoadLocalFileTest, AForbiddenFileIsAnError) {
  const TempFolder folder;
  const std::string path = folder.Write("s", "x");
  ASSERT_EQ(chmod(path.c_str(), 0), 0);
  EXPECT_TRUE(RunUnprivileged(
      [&] { return Message(path) == "cannot read " + path + ": permission denied"; }));
}

TEST(LoadLocalFileTest, ASparseFileOfATerabyteIsRefusedAtOnce) {
  const TempFolder folder;
  const std::string path = folder.Write("s", "");
  ASSERT_EQ(truncate(path.c_str(), off_t{1} << 40), 0);
  EXPECT_EQ(Message(path),
            "cannot read " + path + ": it has 1099511627776 bytes, over the limit of 68719476736");
}

TEST(LoadLocalFileTest, ASparseFileIsCutBehindItsFirstHole) {
  const TempFolder folder;
  const std::string path = folder.Write("s", std::string(8192, 'x'));
  ASSERT_EQ(truncate(path.c_str(), off_t{60} << 30), 0);
  for (const bool old : {false, true}) {
    if (old) MakeOld(path);
    const auto loaded = LoadLocalFile(path);
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_TRUE(loaded->cut_at_hole);
    EXPECT_FALSE(loaded->data_behind_hole);
    EXPECT_EQ(loaded->file_size, uint64_t{60} << 30);
    EXPECT_EQ(loaded->buffer.bytes, std::string(8192, 'x') + std::string(4096, '\0'));
  }
  const int file = open(path.c_str(), O_WRONLY);
  ASSERT_EQ(pwrite(file, "y", 1, off_t{50} << 30), 1);
  close(file);
  EXPECT_TRUE(LoadLocalFile(path)->data_behind_hole);
}

uint64_t Sum(std::string_view bytes) {
  return std::accumulate(bytes.begin(), bytes.end(), uint64_t{0});
}

std::string WhyChanged(const LocalBytes& loaded) {
  const auto same = StillUnchanged(*loaded.source);
  return same ? "unchanged" : same.error().message;
}

TEST(MappedSourceTest, AnotherProcessTruncatingItIsAnErrorAndNoSignal) {
  const TempFolder folder;
  const std::string path = folder.Write("s", std::string(8 * kMegabyte, '\1'));
  MakeOld(path);
  const auto loaded = LoadLocalFile(path);
  ASSERT_TRUE(loaded);
  ASSERT_NE(loaded->source, nullptr);
  EXPECT_EQ(WhyChanged(*loaded), "unchanged");
  EXPECT_EQ(Sum(loaded->buffer.bytes), 8 * kMegabyte);
  EXPECT_TRUE(RunElsewhere([&] { return truncate(path.c_str(), 5000) == 0; }));
  EXPECT_EQ(Sum(loaded->buffer.bytes), 5000u);
  EXPECT_TRUE(loaded->source->mapping->torn());
  EXPECT_TRUE(IsPadded(loaded->buffer));
  EXPECT_EQ(WhyChanged(*loaded),
            "cannot read " + path + ": it was changed or cut short while it was read");
}

TEST(MappedSourceTest, ManyThreadsReadOnWhileItIsTruncated) {
  const TempFolder folder;
  const std::string path = folder.Write("s", std::string(8 * kMegabyte, '\1'));
  for (int round = 0; round < 5; ++round) {
    std::ofstream(path, std::ios::binary) << std::string(8 * kMegabyte, '\1');
    MakeOld(path);
    const auto loaded = LoadLocalFile(path);
    ASSERT_TRUE(loaded);
    ASSERT_NE(loaded->source, nullptr);
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i) {
      readers.emplace_back([&] {
        while (Sum(loaded->buffer.bytes) != 0) {
        }
      });
    }
    EXPECT_TRUE(RunElsewhere([&] {
      for (off_t size = 7; size >= 0; --size) {
        if (truncate(path.c_str(), size * static_cast<off_t>(kMegabyte)) != 0) return false;
      }
      return true;
    }));
    for (std::thread& reader : readers) reader.join();
    EXPECT_FALSE(StillUnchanged(*loaded->source));
  }
}

TEST(MappedSourceTest, GrowthAndRewritingAreNoticedReplacementIsNot) {
  const TempFolder folder;
  const std::string path = folder / "s";
  const auto load_after = [&] {
    folder.Write("s", std::string(kMegabyte, 'x'));
    MakeOld(path);
    return LoadLocalFile(path);
  };
  const std::string changed =
      "cannot read " + path + ": it was changed or cut short while it was read";
  auto loaded = load_after();
  std::ofstream(path, std::ios::app) << "y";
  EXPECT_EQ(WhyChanged(*loaded), changed);
  loaded = load_after();
  std::fstream(path, std::ios::in | std::ios::out) << "y";
  EXPECT_EQ(WhyChanged(*loaded), changed);
  loaded = load_after();
  std::filesystem::rename(folder.Write("new", "z"), path);
  EXPECT_EQ(WhyChanged(*loaded), "unchanged");
  EXPECT_EQ(loaded->buffer.bytes[0], 'x');
  std::filesystem::remove(path);
  EXPECT_EQ(WhyChanged(*loaded), "unchanged");
}

TEST(BusGuardTest, ABusErrorElsewhereStillKills) {
  const TempFolder folder;
  const std::string path = folder.Write("s", std::string(kMegabyte, 'x'));
  MakeOld(path);
  const auto loaded = LoadLocalFile(path);  // installs the handler
  ASSERT_NE(loaded->source, nullptr);
  const auto dies = [](const std::function<bool()>& job) {
    return !RunElsewhere([&job] {
      close(STDERR_FILENO);  // where a sanitizer's handler would report
      return job();
    });
  };
  EXPECT_TRUE(dies([&] {
    const int file = open(path.c_str(), O_RDWR);
    const void* stray = mmap(nullptr, kMegabyte, PROT_READ, MAP_PRIVATE, file, 0);
    return ftruncate(file, 0) == 0 && *static_cast<const volatile char*>(stray) == '\0';
  }));
  EXPECT_TRUE(dies([] { return raise(SIGBUS) == 0; }));
}

}  // namespace
}  // namespace tfsck
