#include "engine/storage/file_error.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "engine/base/printable.h"

namespace tfsck {
namespace {

// ENOENT also stands for a link whose target is gone.
std::string Missing(const std::string& path) {
  std::array<char, 4096> target;
  const ssize_t size = readlink(path.c_str(), target.data(), target.size());
  if (size < 0) return "there is no such file";
  const std::string_view name(target.data(), static_cast<size_t>(size));
  return fmt::format("it is a symbolic link to {}, which does not exist", Printable(name));
}

std::string Reason(const std::string& path, int error_number) {
  switch (error_number) {
    case ENOENT:
      return path.empty() ? "the name is empty" : Missing(path);
    case ENOTDIR:
      return "a part of the path is not a folder";
    case EACCES:
    case EPERM:
      return "permission denied";
    case ELOOP:
      return "its symbolic links form a loop";
    case ENAMETOOLONG:
      return "the path is too long";
    case EISDIR:
      return "it is a folder";
    case ENXIO:
      return "it is a socket or a device that is not there";
    case EMFILE:
    case ENFILE:
      return "too many files are open";
    case ENOMEM:
      return "there is not enough memory";
    case EIO:
      return "the disk reports an input/output error";
    default:
      return std::generic_category().message(error_number);
  }
}

}  // namespace

tl::unexpected<Error> CannotRead(const std::string& path, std::string_view reason) {
  const std::string name = path == "-" ? "standard input" : Printable(path);
  return MakeError(ErrorKind::kUnreadable, fmt::format("cannot read {}: {}", name, reason));
}

tl::unexpected<Error> CannotReadBecause(const std::string& path, int error_number) {
  return CannotRead(path, Reason(path, error_number));
}

}  // namespace tfsck
