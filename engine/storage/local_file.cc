#include "engine/storage/local_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "engine/storage/descriptor.h"
#include "engine/storage/file_error.h"

namespace tfsck {
namespace {

// Up to here reading into memory that malloc has at hand beats setting up a mapping and faulting
// its pages in: 4 against 10 us for 20 KB, 19 against 23 us for 256 KB, 72 against 63 us for 1 MB.
// (100 MB: 66 ms read into fresh pages, 4 ms mapped.)
constexpr uint64_t kReadUpTo = uint64_t{256} << 10;

// A file that changed this short a time ago may be in the middle of changing.
constexpr int64_t kRecentNs = 3'000'000'000;
// Two writes within one tick of the file system's clock leave the same time behind; when the time
// is older than this, a later write must leave another.
constexpr int64_t kClockTickNs = 20'000'000;
constexpr int kAttempts = 5;
constexpr size_t kStreamPiece = size_t{1} << 20;
// NULs kept of a hole, enough for every reader to stumble over it.
constexpr uint64_t kKeptOfHole = 4096;

int64_t Nanoseconds(const timespec& time) {
  return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

// How long ago, in nanoseconds; never negative, so that a clock running ahead counts as "just now".
int64_t Age(int64_t modified_ns) {
  timespec now = {};
  clock_gettime(CLOCK_REALTIME, &now);
  return std::max<int64_t>(0, Nanoseconds(now) - modified_ns);
}

void WaitOutClockTick(int64_t modified_ns) {
  const int64_t age = Age(modified_ns);
  if (age >= kClockTickNs) return;
  const timespec pause = {0, static_cast<long>(kClockTickNs - age)};
  nanosleep(&pause, nullptr);
}

FileStamp StampOf(const struct stat& status) {
  return {status.st_dev, status.st_ino, static_cast<uint64_t>(status.st_size),
          Nanoseconds(status.st_mtim)};
}

// Terraform takes a write lock over the whole file (TF: statemgr/filesystem_lock_unix.go).
bool IsLockedElsewhere(int descriptor) {
  struct flock lock = {};
  lock.l_type = F_RDLCK;
  lock.l_whence = SEEK_SET;
  return fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type == F_WRLCK;
}

bool IsGzip(int descriptor) {
  std::array<unsigned char, 2> magic = {};
  return pread(descriptor, magic.data(), 2, 0) == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
}

// read() that survives signals and descriptors in non-blocking mode; -1 and errno on failure.
ssize_t ReadSome(int descriptor, char* to, size_t wanted) {
  while (true) {
    const ssize_t got = read(descriptor, to, wanted);
    if (got >= 0) return got;
    if (errno == EAGAIN) {
      pollfd waiting = {descriptor, POLLIN, 0};
      poll(&waiting, 1, -1);
    } else if (errno != EINTR) {
      return -1;
    }
  }
}

// Reads to the end, or to one byte beyond `limit`.  Zero, or the errno of what went wrong.
int ReadToEnd(int descriptor, uint64_t limit, BufferBuilder* into) {
  while (into->size() <= limit) {
    char* to = into->Reserve(into->room() == 0 ? kStreamPiece : 0);
    if (to == nullptr) return ENOMEM;
    const ssize_t got =
        ReadSome(descriptor, to, std::min<uint64_t>(into->room(), limit + 1 - into->size()));
    if (got < 0) return errno;
    if (got == 0) return 0;
    into->Commit(static_cast<size_t>(got));
  }
  return 0;
}

Result<LocalBytes> LoadStream(const std::string& path, int descriptor, const FileLimits& limits) {
  BufferBuilder builder;
  const int failure = ReadToEnd(descriptor, limits.max_streamed, &builder);
  if (failure != 0) return CannotReadBecause(path, failure);
  if (builder.size() > limits.max_streamed) {
    return CannotRead(path, fmt::format("it goes on beyond the limit of {} bytes for a stream",
                                        limits.max_streamed));
  }
  LocalBytes loaded;
  loaded.file_size = builder.size();
  loaded.buffer = builder.Finish();
  return loaded;
}

// One look at a regular file.
class RegularFile {
 public:
  RegularFile(const std::string& path, int descriptor, const FileLimits& limits)
      : path_(path), descriptor_(descriptor), limits_(limits) {}

  Result<LocalBytes> Load() {
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      if (auto looked = Look(); !looked) return tl::unexpected(looked.error());
      if (MayBeMapped()) return Map();
      auto complete = Read();
      if (!complete) return tl::unexpected(complete.error());
      if (*complete) return std::move(loaded_);
    }
    return CannotRead(path_, "it keeps changing while it is read");
  }

 private:
  Result<void> Look() {
    struct stat status = {};
    if (fstat(descriptor_, &status) != 0) return CannotReadBecause(path_, errno);
    stamp_ = StampOf(status);
    if (stamp_.size > limits_.max_bytes) {
      return CannotRead(path_, fmt::format("it has {} bytes, over the limit of {}", stamp_.size,
                                           limits_.max_bytes));
    }
    loaded_ = LocalBytes();
    loaded_.file_size = wanted_ = stamp_.size;
    loaded_.locked = IsLockedElsewhere(descriptor_);
    const auto stored = static_cast<uint64_t>(status.st_blocks) * 512;
    if (stored < stamp_.size && stamp_.size > kReadUpTo) CutAtHole();
    return {};
  }

  void CutAtHole() {
    const off_t hole = lseek(descriptor_, 0, SEEK_HOLE);
    if (hole < 0 || static_cast<uint64_t>(hole) >= stamp_.size || IsGzip(descriptor_)) return;
    loaded_.cut_at_hole = true;
    loaded_.data_behind_hole = lseek(descriptor_, hole, SEEK_DATA) >= 0;
    wanted_ = std::min(stamp_.size, static_cast<uint64_t>(hole) + kKeptOfHole);
  }

  // A file too large to be copied is mapped in any case; StillUnchanged watches over it.
  bool MayBeMapped() const {
    if (wanted_ <= kReadUpTo) return false;
    if (wanted_ > limits_.max_streamed) return true;
    return !loaded_.locked && Age(stamp_.modified_ns) >= kRecentNs;
  }

  Result<LocalBytes> Map() {
    auto mapping = MappedFile::Map(descriptor_, wanted_);
    if (mapping == nullptr) return CannotReadBecause(path_, errno);
    loaded_.buffer = {mapping->bytes(), mapping};
    loaded_.source =
        std::make_shared<MappedSource>(MappedSource{path_, stamp_, std::move(mapping)});
    return std::move(loaded_);
  }

  // False where the file changed meanwhile.  Files of /proc say that they are empty and are not.
  Result<bool> Read() {
    if (lseek(descriptor_, 0, SEEK_SET) != 0) return CannotReadBecause(path_, errno);
    BufferBuilder builder;
    if (builder.Reserve(wanted_ + 1) == nullptr) return CannotReadBecause(path_, ENOMEM);
    const uint64_t limit = wanted_ == 0 ? limits_.max_streamed
                           : loaded_.cut_at_hole
                               ? wanted_ - 1
                               : wanted_;  // and one more, which must not be there
    const int failure = ReadToEnd(descriptor_, limit, &builder);
    if (failure != 0) return CannotReadBecause(path_, failure);
    WaitOutClockTick(stamp_.modified_ns);
    struct stat status = {};
    if (fstat(descriptor_, &status) != 0) return CannotReadBecause(path_, errno);
    if (StampOf(status) != stamp_ || (wanted_ != 0 && builder.size() != wanted_)) return false;
    if (wanted_ == 0) loaded_.file_size = builder.size();
    loaded_.buffer = builder.Finish();
    return true;
  }

  const std::string& path_;
  const int descriptor_;
  const FileLimits& limits_;
  FileStamp stamp_;
  uint64_t wanted_ = 0;  // bytes of the file that are asked for
  LocalBytes loaded_;
};

}  // namespace

Result<LocalBytes> LoadLocalFile(const std::string& path, const FileLimits& limits) {
  if (path == "-") return LoadStream(path, STDIN_FILENO, limits);
  if (path.find('\0') != path.npos) return CannotRead(path, "the path contains a NUL");
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file.valid()) return CannotReadBecause(path, errno);
  struct stat status = {};
  if (fstat(file.get(), &status) != 0) return CannotReadBecause(path, errno);
  switch (status.st_mode & S_IFMT) {
    case S_IFREG:
      return RegularFile(path, file.get(), limits).Load();
    case S_IFIFO:
    case S_IFCHR:
      return LoadStream(path, file.get(), limits);
    case S_IFDIR:
      return CannotReadBecause(path, EISDIR);
    default:
      return CannotRead(path, "it is neither a file nor a pipe");
  }
}

Result<void> StillUnchanged(const MappedSource& source) {
  struct stat status = {};
  bool changed = source.mapping->torn();
  if (stat(source.path.c_str(), &status) == 0) {
    const FileStamp now = StampOf(status);
    const bool same_file = now.device == source.stamp.device && now.inode == source.stamp.inode;
    changed = changed || (same_file && now != source.stamp);
  }
  if (!changed) return {};
  return CannotRead(source.path, "it was changed or cut short while it was read");
}

}  // namespace tfsck
