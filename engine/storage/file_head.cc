#include "engine/storage/file_head.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>

#include "engine/base/buffer.h"
#include "engine/inflate.h"
#include "engine/storage/descriptor.h"
#include "engine/storage/file_error.h"
#include "engine/storage/local_folder.h"

namespace tfsck {
namespace {

// As much as can be unpacked of a gzip stream that may be cut off, up to kHeadSize bytes.
std::string UnpackHead(std::string_view packed) {
  constexpr int kGzipOnly = 15 + 16;
  std::string head(kHeadSize, '\0');
  z_stream stream = {};
  if (inflateInit2(&stream, kGzipOnly) != Z_OK) return {};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(head.data());
  stream.avail_out = static_cast<uInt>(head.size());
  inflate(&stream, Z_SYNC_FLUSH);  // a damaged stream gives what comes before the damage
  head.resize(head.size() - stream.avail_out);
  inflateEnd(&stream);
  return head;
}

// Reads up to `room` bytes; -1 with errno.
ssize_t ReadHead(int file, char* to, size_t room) {
  size_t size = 0;
  while (size < room) {
    const ssize_t count = read(file, to + size, room - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return -1;
    if (count == 0) break;
    size += static_cast<size_t>(count);
  }
  return static_cast<ssize_t>(size);
}

}  // namespace

FileHead LookAtHead(std::string_view bytes) {
  bytes = bytes.substr(0, kHeadSize);
  const Buffer copy = Buffer::Copy(IsGzip(bytes) ? UnpackHead(bytes) : std::string(bytes));
  FileHead head{Recognise(copy.bytes), {}};
  if (head.kind == DocumentKind::kState) head.id = GlanceAtHead(copy.bytes);
  return head;
}

Result<FileHead> LookAtFile(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.valid()) return CannotReadBecause(path, errno);
  struct stat status = {};
  if (fstat(file.get(), &status) != 0) return CannotReadBecause(path, errno);
  if (!S_ISREG(status.st_mode)) return FileHead();
  std::string head(kHeadSize, '\0');
  const ssize_t size = ReadHead(file.get(), head.data(), head.size());
  if (size < 0) return CannotReadBecause(path, errno);
  head.resize(static_cast<size_t>(size));
  return LookAtHead(head);
}

bool IsStateLike(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::kEmpty:
    case DocumentKind::kState:
    case DocumentKind::kBackendPointer:
    case DocumentKind::kEncryptedState:
    case DocumentKind::kConsulChunkIndex:
    case DocumentKind::kBinaryState:
    case DocumentKind::kMergeConflict:
      return true;
    default:
      return IsEncryptedAtRest(kind);
  }
}

bool BelongsToHistory(std::string_view base_name, DocumentKind kind) {
  if (RoleOf(base_name, false) == FileRole::kState) return true;
  if (kind == DocumentKind::kEmpty && base_name.starts_with('.')) return false;
  return IsStateLike(kind);
}

Result<Document> LoadListed(const StoredVersion& version) {
  auto document = LoadDocument(version.name);
  if (!document || document->file_size == version.size) return document;
  return CannotRead(version.name,
                    fmt::format("it changed since it was listed: it had {} bytes and now has {}",
                                version.size, document->file_size));
}

bool IsLockName(std::string_view base_name) {
  return RoleOf(base_name, false) == FileRole::kLockInfo;
}

}  // namespace tfsck
